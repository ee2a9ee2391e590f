/**
 * What thieves try first, of ten characters and more; shorter ones are refused by their length. Digits and signs at
 * either end are cut off before a password is looked up, so that `Password@2026` is found as `password`.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `0987654321 1029384756 1111111111 112233445566 1122334455 121212121212 1234509876 123123123123 1231231231 123321123321
  1234512345 123456654321 12345678910 1234567890 1234567891 12345678900 123456789a 123456789q 123456789abc 123456abcdef
  123456qwerty 123654789 123qweasdzxc 147258369 1472583690 159357456 159753456852 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc
  1qaz2wsx3edc4rfv 1qazxsw23edc 2222222222 3333333333 741852963 7418529630 7777777777 789456123 7894561230 8888888888
  9876543210 987654321 9999999999 a123456789 a1b2c3d4e5 aa12345678 aaaaaaaaaa abc1234567 abcd123456 abcd1234567
  abcdefghij abcdefghijk abcdefghijkl access administrator adminadmin admin alexander alexandra amazing andromeda
  anthony apple aqswdefrgt asdasdasdasd asdf1234567 asdfasdfasdf asdfghjkl asdfghjkl123 asdfghjklzxcvbnm asdfjkl
  azertyuiop backspace baseball basketball batman beautiful bismillah blessing bollywood bond007 butterfly buttercup
  california capricorn catherine changeit changeme charlie chocolate christian christina christopher cinderella
  computer confidential consumer cricket cricketer cricketlover darling default delhi destiny diamond dragon
  dragonball dragonfly elephant elizabeth engineer evolution facebook falcon fingerprint firebird football forever
  forgetme freedom fuckyou fuckyoufuckyou ganesh ganesha gangster gateway genesis giveme godisgood godisgreat
  goldfish goodluck google guest guestguest gujarat hanuman happy hardcore harekrishna harrypotter hello hellohello
  helloworld hyderabad hyderabadi iloveindia iloveme ilovemom ilovemyfamily ilovemyself ilovemywife iloveyou
  iloveyouiloveyou iloveyouso iloveu iloveyoubaby iloveyoumom iloveyouforever india indian indianarmy indiaindia
  infinity internet jaibharat jaihind jaimatadi jaimataji jaishreeram jaishriram jaisriram jaymataji jayshreeram
  jayshreekrishna jayshreeganesh jennifer jesus jesuschrist jesuslovesme jonathan jordan juventus kakashi khata
  khatabook killer krishna krishnakrishna laptop lakshmi letmein letmeinnow letmeinplease liverpool lovelife lovelove
  lovelovelove lovelyboy lovelygirl loveyou loveyouforever maharashtra mahadev mahalakshmi mahakali manager
  manchester manchesterunited master masterkey matrix metallica michael microsoft minecraft monkey motorola mumbai
  mumbaiindians mustang myfamily mylove mypassword myshop narendramodi naruto newlife nicholas ninja nokia nopassword
  nothing omnamahshivay omnamahshivaya omsairam omshanti ompassword onelove pa55word pa55w0rd pakistan panther
  paradise passion passphrase passw0rd passwd password passwordpassword passwordone passwort patrick pokemon
  poiuytrewq precious princess princess1 priyanka punjabi qazwsxedc qazwsxedcrfv qazxswedc qweasdzxc qweasdzxcrfv
  qwerasdfzxcv qwert qwertasdfg qwerty qwertyqwerty qwertyu qwertyui qwertyuio qwertyuiop qwertyuiopasdfgh
  q1w2e3r4t5 q1w2e3r4t5y6 radhakrishna radhekrishna radheradhe radheshyam rajasthan ramram realmadrid rockstar
  saibaba sairam samsung sachintendulkar samantha secret secretsecret security server shivshakti shreeganesh
  shopkeeper shadow shopshop skateboard slipknot snowball snowboard spiderman starwars strawberry summer sunflower
  sunshine superman superstar swaminarayan sweetheart swordfish system tajmahal tendulkar terminator test testtest
  testtesttest tinkerbell titanic trustno trustnoone trustme unbelievable universe user vaishnavi valentine vandemataram
  victoria virat viratkohli volleyball waheguru welcome welcomehome welcometo welcomeback whatever whatsapp wonderful
  wordpress xavier yellow zaq12wsx zaq1zaq1 zaqwsxcde zxcvbnm zxcvbnmasdfghjkl zxcvbnmzxcvbnm`.split(/\s+/),
)
