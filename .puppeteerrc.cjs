// The browser is found on the system or unpacked from an npm package (src/pdf/chromium.ts), never downloaded.
module.exports = { skipDownload: true }
