-- khata_app may select, insert, update, delete
create table account (
  business_id uuid not null,
  id uuid not null,
  parent_id uuid,
  code text not null,
  name text not null,
  nature text not null,
  role text,
  is_group boolean not null default false,
  archived_at timestamp with time zone,
  money text,
  constraint account_pkey PRIMARY KEY (business_id, id),
  constraint account_code_once UNIQUE (business_id, code),
  constraint account_money CHECK (((money IS NULL) OR ((NOT is_group) AND (money = ANY (ARRAY['cash'::text, 'bank'::text, 'clearing'::text]))))),
  constraint account_nature CHECK ((nature = ANY (ARRAY['asset'::text, 'liability'::text, 'equity'::text, 'income'::text, 'expense'::text]))),
  constraint account_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint account_business_id_parent_id_fkey FOREIGN KEY (business_id, parent_id) REFERENCES account(business_id, id)
);
CREATE INDEX account_parent_idx ON account USING btree (business_id, parent_id);
CREATE UNIQUE INDEX account_role_once ON account USING btree (business_id, role) WHERE (role IS NOT NULL);
alter table account enable row level security;
alter table account force row level security;
create policy account_of_business on account for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table account_day (
  business_id uuid not null,
  account_id uuid not null,
  on_date date not null,
  debit_paise bigint not null,
  credit_paise bigint not null,
  constraint account_day_pkey PRIMARY KEY (business_id, account_id, on_date),
  constraint account_day_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id)
);
alter table account_day enable row level security;
alter table account_day force row level security;
create policy account_day_of_business on account_day for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table account_month (
  business_id uuid not null,
  account_id uuid not null,
  commodity text not null,
  month date not null,
  debit bigint not null default 0,
  credit bigint not null default 0,
  constraint account_month_pkey PRIMARY KEY (business_id, account_id, commodity, month),
  constraint account_month_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id)
);
alter table account_month enable row level security;
alter table account_month force row level security;
create policy account_month_of_business on account_month for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table account_opening (
  business_id uuid not null,
  account_id uuid not null,
  voucher_id uuid not null,
  amount bigint not null,
  constraint account_opening_pkey PRIMARY KEY (business_id, account_id),
  constraint account_opening_not_zero CHECK ((amount <> 0)),
  constraint account_opening_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id),
  constraint account_opening_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint account_opening_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX account_opening_voucher_idx ON account_opening USING btree (business_id, voucher_id);
alter table account_opening enable row level security;
alter table account_opening force row level security;
create policy account_opening_of_business on account_opening for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table allocation (
  business_id uuid not null,
  id uuid not null,
  from_item_id uuid not null,
  to_item_id uuid not null,
  voucher_id uuid not null,
  amount bigint not null,
  on_date date not null,
  reverses_id uuid,
  by_user uuid,
  at timestamp with time zone not null,
  constraint allocation_pkey PRIMARY KEY (business_id, id),
  constraint allocation_not_zero CHECK ((amount <> 0)),
  constraint allocation_undo_is_negative CHECK (((amount < 0) = (reverses_id IS NOT NULL))),
  constraint allocation_business_id_from_item_id_fkey FOREIGN KEY (business_id, from_item_id) REFERENCES open_item(business_id, id),
  constraint allocation_business_id_reverses_id_fkey FOREIGN KEY (business_id, reverses_id) REFERENCES allocation(business_id, id),
  constraint allocation_business_id_to_item_id_fkey FOREIGN KEY (business_id, to_item_id) REFERENCES open_item(business_id, id),
  constraint allocation_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX allocation_date_idx ON allocation USING btree (business_id, on_date);
CREATE INDEX allocation_from_idx ON allocation USING btree (business_id, from_item_id);
CREATE UNIQUE INDEX allocation_reversed_once ON allocation USING btree (business_id, reverses_id) WHERE (reverses_id IS NOT NULL);
CREATE INDEX allocation_to_idx ON allocation USING btree (business_id, to_item_id);
CREATE INDEX allocation_voucher_idx ON allocation USING btree (business_id, voucher_id);
alter table allocation enable row level security;
alter table allocation force row level security;
create policy allocation_of_business on allocation for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER allocation_is_posted BEFORE DELETE OR UPDATE ON allocation FOR EACH ROW EXECUTE FUNCTION refuse_change('allocation');
CREATE TRIGGER allocation_settles AFTER INSERT ON allocation FOR EACH ROW EXECUTE FUNCTION allocation_settles();

-- khata_app may select, insert, update, delete
create table app_user (
  id uuid not null,
  email text not null,
  name text not null,
  password_hash text,
  locale text not null default 'en'::text,
  theme text not null default 'system'::text,
  created_at timestamp with time zone not null default now(),
  disabled_at timestamp with time zone,
  keys jsonb not null default '{}'::jsonb,
  constraint app_user_pkey PRIMARY KEY (id),
  constraint app_user_email_shaped CHECK (((email ~~ '%_@_%'::text) AND (length(email) <= 254))),
  constraint app_user_has_name CHECK ((name <> ''::text)),
  constraint app_user_theme CHECK ((theme = ANY (ARRAY['system'::text, 'light'::text, 'dark'::text])))
);
CREATE UNIQUE INDEX app_user_email_once ON app_user USING btree (lower(email));

-- khata_app may select, insert, update, delete
create table approval_in (
  business_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  number text not null default ''::text,
  on_date date not null,
  due_on date not null,
  note text not null default ''::text,
  request_hash text not null,
  by_user uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  constraint approval_in_pkey PRIMARY KEY (business_id, id),
  constraint approval_in_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint approval_in_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
CREATE INDEX approval_in_list_idx ON approval_in USING btree (business_id, on_date DESC, id DESC);
CREATE INDEX approval_in_party_idx ON approval_in USING btree (business_id, party_id);
alter table approval_in enable row level security;
alter table approval_in force row level security;
create policy approval_in_of_business on approval_in for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table approval_in_line (
  business_id uuid not null,
  approval_id uuid not null,
  line smallint not null,
  description text not null,
  pieces integer not null default 1,
  gross_mg bigint not null default 0,
  net_mg bigint not null default 0,
  outcome text not null default 'held'::text,
  outcome_on date,
  outcome_by text not null default ''::text,
  bill_id uuid,
  constraint approval_in_line_pkey PRIMARY KEY (business_id, approval_id, line),
  constraint approval_in_line_billed_bought CHECK (((bill_id IS NULL) OR (outcome = 'bought'::text))),
  constraint approval_in_line_gross CHECK ((gross_mg >= 0)),
  constraint approval_in_line_net CHECK (((net_mg >= 0) AND (net_mg <= gross_mg))),
  constraint approval_in_line_outcome CHECK ((outcome = ANY (ARRAY['held'::text, 'returned'::text, 'bought'::text]))),
  constraint approval_in_line_pieces CHECK ((pieces > 0)),
  constraint approval_in_line_words CHECK ((description <> ''::text)),
  constraint approval_in_line_bill_fkey FOREIGN KEY (business_id, bill_id) REFERENCES document(business_id, id),
  constraint approval_in_line_business_id_approval_id_fkey FOREIGN KEY (business_id, approval_id) REFERENCES approval_in(business_id, id),
  constraint approval_in_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX approval_in_line_bill_idx ON approval_in_line USING btree (business_id, bill_id);
CREATE INDEX approval_in_line_held_idx ON approval_in_line USING btree (business_id, approval_id) WHERE (outcome = 'held'::text);
alter table approval_in_line enable row level security;
alter table approval_in_line force row level security;
create policy approval_in_line_of_business on approval_in_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table article (
  business_id uuid not null,
  item_id uuid not null,
  purity_id uuid not null,
  tracking text not null,
  category text not null default ''::text,
  design text not null default ''::text,
  weight_basis text not null default 'net'::text,
  sale_mode text not null default 'weight'::text,
  own_rate_paise bigint,
  value_table_id uuid,
  is_old_metal boolean not null default false,
  tag_prefix text not null default ''::text,
  constraint article_pkey PRIMARY KEY (business_id, item_id),
  constraint article_basis CHECK ((weight_basis = ANY (ARRAY['net'::text, 'gross'::text]))),
  constraint article_mode CHECK ((sale_mode = ANY (ARRAY['weight'::text, 'fixed'::text, 'pieces'::text, 'own-rate'::text]))),
  constraint article_own_rate CHECK ((own_rate_paise > 0)),
  constraint article_own_rate_known CHECK (((sale_mode <> 'own-rate'::text) OR (own_rate_paise IS NOT NULL))),
  constraint article_tag_prefix CHECK ((tag_prefix ~ '^[A-Z0-9]{0,6}$'::text)),
  constraint article_tracking CHECK ((tracking = ANY (ARRAY['piece'::text, 'lot'::text]))),
  constraint article_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint article_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id),
  constraint article_business_id_purity_id_fkey FOREIGN KEY (business_id, purity_id) REFERENCES purity(business_id, id),
  constraint article_business_id_value_table_id_fkey FOREIGN KEY (business_id, value_table_id) REFERENCES value_table(business_id, id)
);
CREATE UNIQUE INDEX article_old_metal_once ON article USING btree (business_id, purity_id) WHERE is_old_metal;
CREATE INDEX article_purity_idx ON article USING btree (business_id, purity_id);
CREATE INDEX article_value_table_idx ON article USING btree (business_id, value_table_id);
alter table article enable row level security;
alter table article force row level security;
create policy article_of_business on article for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER article_stands AFTER INSERT OR DELETE ON article FOR EACH ROW EXECUTE FUNCTION article_stands('article');

-- khata_app may select, insert, update, delete
create table article_reorder (
  business_id uuid not null,
  item_id uuid not null,
  branch_id uuid not null,
  from_mg bigint not null,
  to_mg bigint not null,
  target integer not null,
  updated_at timestamp with time zone not null,
  constraint article_reorder_pkey PRIMARY KEY (business_id, item_id, branch_id, from_mg),
  constraint article_reorder_from CHECK ((from_mg >= 0)),
  constraint article_reorder_range CHECK ((to_mg > from_mg)),
  constraint article_reorder_target CHECK (((target >= 1) AND (target <= 9999))),
  constraint article_reorder_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint article_reorder_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint article_reorder_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id)
);
CREATE INDEX article_reorder_branch_idx ON article_reorder USING btree (business_id, branch_id);
alter table article_reorder enable row level security;
alter table article_reorder force row level security;
create policy article_reorder_of_business on article_reorder for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table audit_head (
  business_id uuid not null,
  seq bigint not null,
  hash bytea not null,
  constraint audit_head_pkey PRIMARY KEY (business_id),
  constraint audit_head_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table audit_head enable row level security;
alter table audit_head force row level security;
create policy audit_head_of_business on audit_head for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table audit_line (
  business_id uuid not null,
  seq bigint not null,
  at timestamp with time zone not null,
  by_user uuid,
  by_name text not null,
  action text not null,
  entity text not null,
  entity_id text not null,
  before jsonb,
  after jsonb,
  previous bytea not null,
  hash bytea not null,
  constraint audit_line_pkey PRIMARY KEY (business_id, seq),
  constraint audit_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX audit_line_entity_idx ON audit_line USING btree (business_id, entity, entity_id, seq);
alter table audit_line enable row level security;
alter table audit_line force row level security;
create policy audit_line_of_business on audit_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER audit_line_is_posted BEFORE DELETE OR UPDATE ON audit_line FOR EACH ROW EXECUTE FUNCTION refuse_change('audit_line');

-- khata_app may select, insert, update, delete
create table bank_account (
  business_id uuid not null,
  account_id uuid not null,
  bank_name text not null default ''::text,
  branch text not null default ''::text,
  holder text not null default ''::text,
  ifsc text not null default ''::text,
  number_encrypted bytea,
  number_last4 text not null default ''::text,
  opened_on date,
  updated_at timestamp with time zone not null,
  constraint bank_account_pkey PRIMARY KEY (business_id, account_id),
  constraint bank_account_ifsc CHECK (((ifsc = ''::text) OR (ifsc ~ '^[A-Z]{4}0[A-Z0-9]{6}$'::text))),
  constraint bank_account_last4 CHECK ((length(number_last4) <= 4)),
  constraint bank_account_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id),
  constraint bank_account_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table bank_account enable row level security;
alter table bank_account force row level security;
create policy bank_account_of_business on bank_account for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table bank_entry (
  business_id uuid not null,
  voucher_id uuid not null,
  line smallint not null,
  amount bigint not null,
  matched bigint not null,
  constraint bank_entry_pkey PRIMARY KEY (business_id, voucher_id, line),
  constraint bank_entry_matched_within CHECK (((matched >= LEAST(amount, (0)::bigint)) AND (matched <= GREATEST(amount, (0)::bigint)))),
  constraint bank_entry_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint bank_entry_business_id_voucher_id_line_fkey FOREIGN KEY (business_id, voucher_id, line) REFERENCES posting(business_id, voucher_id, line)
);
alter table bank_entry enable row level security;
alter table bank_entry force row level security;
create policy bank_entry_of_business on bank_entry for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table bank_line (
  business_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  statement_id uuid not null,
  kind text not null,
  on_date date not null,
  value_on date,
  amount bigint not null,
  open_amount bigint not null,
  balance bigint,
  reference text not null,
  narration text not null,
  constraint bank_line_pkey PRIMARY KEY (business_id, id),
  constraint bank_line_kind CHECK ((kind = ANY (ARRAY['opening'::text, 'line'::text]))),
  constraint bank_line_not_zero CHECK ((amount <> 0)),
  constraint bank_line_open_within CHECK (((open_amount >= LEAST(amount, (0)::bigint)) AND (open_amount <= GREATEST(amount, (0)::bigint)))),
  constraint bank_line_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id),
  constraint bank_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint bank_line_business_id_statement_id_fkey FOREIGN KEY (business_id, statement_id) REFERENCES bank_statement(business_id, id)
);
CREATE INDEX bank_line_date_idx ON bank_line USING btree (business_id, account_id, on_date, id);
CREATE UNIQUE INDEX bank_line_one_opening ON bank_line USING btree (business_id, account_id) WHERE (kind = 'opening'::text);
CREATE INDEX bank_line_open_idx ON bank_line USING btree (business_id, account_id, on_date, id) WHERE (open_amount <> 0);
CREATE INDEX bank_line_statement_idx ON bank_line USING btree (business_id, statement_id);
alter table bank_line enable row level security;
alter table bank_line force row level security;
create policy bank_line_of_business on bank_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER bank_line_moves BEFORE UPDATE ON bank_line FOR EACH ROW EXECUTE FUNCTION bank_line_moves_by_match();

-- khata_app may select, insert
create table bank_match (
  business_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  last_on date not null,
  parts integer not null,
  reason text not null,
  undoes_id uuid,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  constraint bank_match_pkey PRIMARY KEY (business_id, id),
  constraint bank_match_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id),
  constraint bank_match_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint bank_match_business_id_undoes_id_fkey FOREIGN KEY (business_id, undoes_id) REFERENCES bank_match(business_id, id)
);
CREATE INDEX bank_match_date_idx ON bank_match USING btree (business_id, account_id, last_on, id);
CREATE UNIQUE INDEX bank_match_undone_once ON bank_match USING btree (business_id, undoes_id) WHERE (undoes_id IS NOT NULL);
alter table bank_match enable row level security;
alter table bank_match force row level security;
create policy bank_match_of_business on bank_match for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER bank_match_is_posted BEFORE DELETE OR UPDATE ON bank_match FOR EACH ROW EXECUTE FUNCTION refuse_change('bank_match');

-- khata_app may select, insert
create table bank_match_part (
  business_id uuid not null,
  match_id uuid not null,
  part integer not null,
  bank_line_id uuid,
  voucher_id uuid,
  line smallint,
  on_date date not null,
  amount bigint not null,
  constraint bank_match_part_pkey PRIMARY KEY (business_id, match_id, part),
  constraint bank_match_part_not_zero CHECK ((amount <> 0)),
  constraint bank_match_part_of_one CHECK ((((bank_line_id IS NULL) <> (voucher_id IS NULL)) AND ((voucher_id IS NULL) = (line IS NULL)))),
  constraint bank_match_part_business_id_bank_line_id_fkey FOREIGN KEY (business_id, bank_line_id) REFERENCES bank_line(business_id, id),
  constraint bank_match_part_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint bank_match_part_business_id_match_id_fkey FOREIGN KEY (business_id, match_id) REFERENCES bank_match(business_id, id),
  constraint bank_match_part_business_id_voucher_id_line_fkey FOREIGN KEY (business_id, voucher_id, line) REFERENCES posting(business_id, voucher_id, line)
);
CREATE INDEX bank_match_part_entry_idx ON bank_match_part USING btree (business_id, voucher_id, line);
CREATE INDEX bank_match_part_line_idx ON bank_match_part USING btree (business_id, bank_line_id);
alter table bank_match_part enable row level security;
alter table bank_match_part force row level security;
create policy bank_match_part_of_business on bank_match_part for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER bank_match_part_is_posted BEFORE DELETE OR UPDATE ON bank_match_part FOR EACH ROW EXECUTE FUNCTION refuse_change('bank_match_part');
CREATE TRIGGER bank_match_settles AFTER INSERT ON bank_match_part FOR EACH ROW EXECUTE FUNCTION bank_match_settles();

-- khata_app may select, insert, update, delete
create table bank_month (
  business_id uuid not null,
  account_id uuid not null,
  month date not null,
  debit bigint not null default 0,
  credit bigint not null default 0,
  constraint bank_month_pkey PRIMARY KEY (business_id, account_id, month),
  constraint bank_month_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id),
  constraint bank_month_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table bank_month enable row level security;
alter table bank_month force row level security;
create policy bank_month_of_business on bank_month for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table bank_profile (
  business_id uuid not null,
  account_id uuid not null,
  fingerprint text not null,
  columns jsonb not null,
  by_name text not null,
  at timestamp with time zone not null,
  constraint bank_profile_pkey PRIMARY KEY (business_id, account_id, fingerprint),
  constraint bank_profile_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id),
  constraint bank_profile_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table bank_profile enable row level security;
alter table bank_profile force row level security;
create policy bank_profile_of_business on bank_profile for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table bank_statement (
  business_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  sha256 text not null,
  file_name text not null,
  format text not null,
  account_tail text not null default ''::text,
  from_date date not null,
  to_date date not null,
  opening bigint,
  closing bigint,
  added integer not null,
  known integer not null,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  constraint bank_statement_pkey PRIMARY KEY (business_id, id),
  constraint bank_statement_once UNIQUE (business_id, account_id, sha256),
  constraint bank_statement_format CHECK ((format = ANY (ARRAY['camt'::text, 'mt940'::text, 'ofx'::text, 'csv'::text]))),
  constraint bank_statement_in_order CHECK ((from_date <= to_date)),
  constraint bank_statement_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id),
  constraint bank_statement_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX bank_statement_date_idx ON bank_statement USING btree (business_id, account_id, to_date, id);
alter table bank_statement enable row level security;
alter table bank_statement force row level security;
create policy bank_statement_of_business on bank_statement for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table bank_upload (
  business_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  file_name text not null,
  bytes bytea not null,
  at timestamp with time zone not null,
  constraint bank_upload_pkey PRIMARY KEY (business_id, id),
  constraint bank_upload_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id),
  constraint bank_upload_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX bank_upload_account_idx ON bank_upload USING btree (business_id, account_id, at);
alter table bank_upload enable row level security;
alter table bank_upload force row level security;
create policy bank_upload_of_business on bank_upload for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table batch (
  business_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  number text not null,
  made_on date,
  expires_on date,
  mrp_paise bigint,
  created_at timestamp with time zone not null,
  constraint batch_pkey PRIMARY KEY (business_id, id),
  constraint batch_once UNIQUE (business_id, item_id, number),
  constraint batch_ends_after_it_is_made CHECK (((expires_on IS NULL) OR (made_on IS NULL) OR (expires_on >= made_on))),
  constraint batch_has_number CHECK ((number <> ''::text)),
  constraint batch_mrp CHECK ((mrp_paise > 0)),
  constraint batch_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint batch_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id)
);
CREATE INDEX batch_expiry_idx ON batch USING btree (business_id, expires_on, id);
alter table batch enable row level security;
alter table batch force row level security;
create policy batch_of_business on batch for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table batch_level (
  business_id uuid not null,
  batch_id uuid not null,
  branch_id uuid not null,
  item_id uuid not null,
  quantity_milli bigint not null,
  constraint batch_level_pkey PRIMARY KEY (business_id, batch_id, branch_id),
  constraint batch_level_not_negative CHECK ((quantity_milli >= 0)),
  constraint batch_level_business_id_batch_id_fkey FOREIGN KEY (business_id, batch_id) REFERENCES batch(business_id, id),
  constraint batch_level_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint batch_level_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id)
);
CREATE INDEX batch_level_branch_idx ON batch_level USING btree (business_id, branch_id);
CREATE INDEX batch_level_item_idx ON batch_level USING btree (business_id, item_id, branch_id);
alter table batch_level enable row level security;
alter table batch_level force row level security;
create policy batch_level_of_business on batch_level for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table board (
  business_id uuid not null,
  rate_grams smallint not null default 1,
  buy_less_bp integer not null default 0,
  buy_less_paise bigint not null default 0,
  shows_buy boolean not null default true,
  constraint board_pkey PRIMARY KEY (business_id),
  constraint board_buy_less CHECK ((buy_less_paise >= 0)),
  constraint board_buy_less_once CHECK (((buy_less_bp = 0) OR (buy_less_paise = 0))),
  constraint board_buy_less_percent CHECK (((buy_less_bp >= 0) AND (buy_less_bp <= 9999))),
  constraint board_rate_grams CHECK ((rate_grams = ANY (ARRAY[1, 10]))),
  constraint board_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table board enable row level security;
alter table board force row level security;
create policy board_of_business on board for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table board_directory (
  token_hash text not null,
  business_id uuid not null,
  board_screen_id uuid not null,
  constraint board_directory_pkey PRIMARY KEY (token_hash)
);

-- khata_app may select, insert
create table board_entry (
  business_id uuid not null,
  id uuid not null,
  request_hash text not null,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  constraint board_entry_pkey PRIMARY KEY (business_id, id),
  constraint board_entry_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table board_entry enable row level security;
alter table board_entry force row level security;
create policy board_entry_of_business on board_entry for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER board_entry_is_posted BEFORE DELETE OR UPDATE ON board_entry FOR EACH ROW EXECUTE FUNCTION refuse_change('board_entry');

-- khata_app may select, insert
create table board_rate (
  business_id uuid not null,
  id uuid not null,
  purity_id uuid not null,
  side text not null,
  rate_paise bigint not null,
  from_at timestamp with time zone not null,
  by_user uuid,
  by_name text not null,
  constraint board_rate_pkey PRIMARY KEY (business_id, id),
  constraint board_rate_positive CHECK ((rate_paise > 0)),
  constraint board_rate_side CHECK ((side = ANY (ARRAY['sell'::text, 'buy'::text]))),
  constraint board_rate_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint board_rate_business_id_purity_id_fkey FOREIGN KEY (business_id, purity_id) REFERENCES purity(business_id, id)
);
CREATE INDEX board_rate_history_idx ON board_rate USING btree (business_id, from_at DESC, id DESC);
CREATE INDEX board_rate_newest_idx ON board_rate USING btree (business_id, purity_id, side, from_at DESC, id DESC);
alter table board_rate enable row level security;
alter table board_rate force row level security;
create policy board_rate_of_business on board_rate for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER board_rate_is_posted BEFORE DELETE OR UPDATE ON board_rate FOR EACH ROW EXECUTE FUNCTION refuse_change('board_rate');

-- khata_app may select, insert, update, delete
create table board_screen (
  business_id uuid not null,
  id uuid not null,
  token_hash text not null,
  by_user uuid,
  by_name text not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint board_screen_pkey PRIMARY KEY (business_id, id),
  constraint board_screen_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE UNIQUE INDEX board_screen_live_once ON board_screen USING btree (business_id) WHERE (revoked_at IS NULL);
alter table board_screen enable row level security;
alter table board_screen force row level security;
create policy board_screen_of_business on board_screen for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table books_check_run (
  business_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  by_user uuid,
  by_name text not null,
  took_ms integer not null,
  results jsonb not null,
  constraint books_check_run_pkey PRIMARY KEY (business_id, id),
  constraint books_check_run_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table books_check_run enable row level security;
alter table books_check_run force row level security;
create policy books_check_run_of_business on books_check_run for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table branch (
  business_id uuid not null,
  id uuid not null,
  name text not null,
  code text not null,
  registration_id uuid,
  state text not null,
  address text not null default ''::text,
  phone text not null default ''::text,
  is_main boolean not null default false,
  archived_at timestamp with time zone,
  constraint branch_pkey PRIMARY KEY (business_id, id),
  constraint branch_code_once UNIQUE (business_id, code),
  constraint branch_has_name CHECK ((name <> ''::text)),
  constraint branch_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint branch_business_id_registration_id_fkey FOREIGN KEY (business_id, registration_id) REFERENCES gst_registration(business_id, id)
);
CREATE INDEX branch_registration_idx ON branch USING btree (business_id, registration_id);
alter table branch enable row level security;
alter table branch force row level security;
create policy branch_of_business on branch for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER branch_has_till AFTER INSERT ON branch FOR EACH ROW EXECUTE FUNCTION give_first_till();

-- khata_app may select, insert, update, delete
create table business (
  id uuid not null,
  name text not null,
  legal_name text not null default ''::text,
  kind text not null,
  state text not null,
  address text not null default ''::text,
  city text not null default ''::text,
  pin text not null default ''::text,
  phone text not null default ''::text,
  email text not null default ''::text,
  zone text not null default 'Asia/Kolkata'::text,
  locale text not null default 'en'::text,
  fy_start_month smallint not null default 4,
  tax_scheme text not null default 'regular'::text,
  rounding text not null default 'rupee'::text,
  negative_stock text not null default 'warn'::text,
  valuation text not null default 'weighted-average'::text,
  lock_date date,
  upi_vpa text not null default ''::text,
  bank_name text not null default ''::text,
  bank_account text not null default ''::text,
  bank_ifsc text not null default ''::text,
  bank_branch text not null default ''::text,
  accent text not null default 'madder'::text,
  terms text not null default ''::text,
  logo_sha256 text,
  setup_step smallint not null default 1,
  setup_done_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  books_begin_on date,
  till_counts_blind boolean not null default false,
  return_keeps_making boolean not null default false,
  return_wear_bp integer not null default 0,
  estimate_days integer not null default 7,
  order_advance_bp integer not null default 2500,
  order_approval_paise bigint,
  adjustment_approval_paise bigint,
  expired_stock text not null default 'refuse'::text,
  keeps_back_tds boolean not null default false,
  valuation_from date,
  count_tolerance_mg bigint not null default 50,
  count_tolerance_bp integer not null default 10,
  bill_tolerance_bp integer not null default 0,
  bill_tolerance_paise bigint not null default 0,
  constraint business_pkey PRIMARY KEY (id),
  constraint business_accent CHECK ((accent = ANY (ARRAY['madder'::text, 'leaf'::text, 'indigo'::text]))),
  constraint business_adjustment_approval CHECK ((adjustment_approval_paise >= 0)),
  constraint business_bill_tolerance CHECK ((bill_tolerance_paise >= 0)),
  constraint business_bill_tolerance_bp CHECK (((bill_tolerance_bp >= 0) AND (bill_tolerance_bp <= 10000))),
  constraint business_count_tolerance CHECK ((count_tolerance_mg >= 0)),
  constraint business_count_tolerance_percent CHECK (((count_tolerance_bp >= 0) AND (count_tolerance_bp <= 10000))),
  constraint business_estimate_days CHECK (((estimate_days >= 0) AND (estimate_days <= 365))),
  constraint business_expired_stock CHECK ((expired_stock = ANY (ARRAY['refuse'::text, 'warn'::text]))),
  constraint business_fy_month CHECK (((fy_start_month >= 1) AND (fy_start_month <= 12))),
  constraint business_has_name CHECK ((name <> ''::text)),
  constraint business_kind CHECK ((kind = ANY (ARRAY['general'::text, 'jeweller'::text]))),
  constraint business_negative_stock CHECK ((negative_stock = ANY (ARRAY['refuse'::text, 'warn'::text]))),
  constraint business_order_advance CHECK (((order_advance_bp >= 0) AND (order_advance_bp <= 10000))),
  constraint business_order_approval CHECK ((order_approval_paise >= 0)),
  constraint business_return_wear CHECK (((return_wear_bp >= 0) AND (return_wear_bp <= 10000))),
  constraint business_rounding CHECK ((rounding = ANY (ARRAY['rupee'::text, 'rupee-down'::text, 'rupee-up'::text, 'none'::text]))),
  constraint business_state_code CHECK ((state ~ '^[0-9]{2}$'::text)),
  constraint business_tax_scheme CHECK ((tax_scheme = ANY (ARRAY['regular'::text, 'composition'::text, 'unregistered'::text]))),
  constraint business_valuation CHECK ((valuation = ANY (ARRAY['weighted-average'::text, 'fifo'::text])))
);
alter table business enable row level security;
alter table business force row level security;
create policy business_of_business on business for all using (id = ( SELECT current_business() AS current_business)) with check (id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table business_directory (
  id uuid not null,
  name text not null,
  kind text not null,
  accent text not null default 'madder'::text,
  zone text not null default 'Asia/Kolkata'::text,
  locale text not null default 'en'::text,
  created_at timestamp with time zone not null default now(),
  fy_start_month smallint not null default 4,
  constraint business_directory_pkey PRIMARY KEY (id),
  constraint business_directory_fy_month CHECK (((fy_start_month >= 1) AND (fy_start_month <= 12))),
  constraint business_directory_kind CHECK ((kind = ANY (ARRAY['general'::text, 'jeweller'::text])))
);

-- khata_app may select, insert, update, delete
create table business_key (
  business_id uuid not null,
  number smallint not null,
  wrapped bytea not null,
  constraint business_key_pkey PRIMARY KEY (business_id, number),
  constraint business_key_in_a_byte CHECK (((number >= 1) AND (number <= 255))),
  constraint business_key_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table business_key enable row level security;
alter table business_key force row level security;
create policy business_key_of_business on business_key for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table cash_decision (
  business_id uuid not null,
  id uuid not null,
  outcome text not null,
  rule text not null,
  words text not null,
  aggregation text not null,
  direction text not null,
  sum_paise bigint not null,
  limit_paise bigint not null,
  now_paise bigint not null,
  total_paise bigint not null,
  party_id uuid,
  person text not null default ''::text,
  phone text not null default ''::text,
  document_id uuid,
  number text not null default ''::text,
  before jsonb not null default '[]'::jsonb,
  branch_id uuid,
  till_id uuid,
  on_date date not null,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  constraint cash_decision_pkey PRIMARY KEY (business_id, id),
  constraint cash_decision_direction CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  constraint cash_decision_outcome CHECK ((outcome = ANY (ARRAY['blocked'::text, 'warned'::text, 'identified'::text, 'unidentified'::text, 'reported'::text]))),
  constraint cash_decision_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint cash_decision_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
CREATE INDEX cash_decision_document_idx ON cash_decision USING btree (business_id, document_id) WHERE (document_id IS NOT NULL);
CREATE INDEX cash_decision_list_idx ON cash_decision USING btree (business_id, at DESC, id DESC);
CREATE INDEX cash_decision_party_idx ON cash_decision USING btree (business_id, party_id, at DESC, id DESC) WHERE (party_id IS NOT NULL);
CREATE INDEX cash_decision_rule_idx ON cash_decision USING btree (business_id, rule, at DESC, id DESC);
alter table cash_decision enable row level security;
alter table cash_decision force row level security;
create policy cash_decision_of_business on cash_decision for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER cash_decision_is_posted BEFORE DELETE OR UPDATE ON cash_decision FOR EACH ROW EXECUTE FUNCTION refuse_change('cash_decision');

-- khata_app may select, insert
create table cash_rule (
  business_id uuid not null,
  id uuid not null,
  jurisdiction text not null,
  rule text not null,
  words text not null,
  currency text not null,
  amount_paise bigint not null,
  comparator text not null,
  counts text not null,
  aggregation text not null,
  action text not null,
  from_date date not null,
  to_date date,
  reason text not null default ''::text,
  by_user uuid,
  by_name text not null default ''::text,
  at timestamp with time zone not null,
  constraint cash_rule_pkey PRIMARY KEY (business_id, id),
  constraint cash_rule_action CHECK ((action = ANY (ARRAY['block'::text, 'warn'::text, 'identify'::text, 'report'::text]))),
  constraint cash_rule_aggregation CHECK ((aggregation = ANY (ARRAY['day'::text, 'document'::text, 'event'::text, '12-months'::text]))),
  constraint cash_rule_amount CHECK ((amount_paise > 0)),
  constraint cash_rule_comparator CHECK ((comparator = ANY (ARRAY['>='::text, '>'::text]))),
  constraint cash_rule_counts CHECK ((counts = ANY (ARRAY['cash-in'::text, 'cash-out'::text, 'bill'::text]))),
  constraint cash_rule_dates CHECK (((to_date IS NULL) OR (to_date >= from_date))),
  constraint cash_rule_rule CHECK ((rule = ANY (ARRAY['269ST'::text, 'PAN'::text, 'PMLA'::text, '40A3'::text, 'AMLR'::text, '8300'::text]))),
  constraint cash_rule_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table cash_rule enable row level security;
alter table cash_rule force row level security;
create policy cash_rule_of_business on cash_rule for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER cash_rule_is_posted BEFORE DELETE OR UPDATE ON cash_rule FOR EACH ROW EXECUTE FUNCTION refuse_change('cash_rule');

-- khata_app may select, insert, update, delete
create table challan (
  business_id uuid not null,
  document_id uuid not null,
  due_on date not null,
  constraint challan_pkey PRIMARY KEY (business_id, document_id),
  constraint challan_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint challan_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table challan enable row level security;
alter table challan force row level security;
create policy challan_of_business on challan for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table challan_lot (
  business_id uuid not null,
  challan_id uuid not null,
  lot_id uuid not null,
  sent_pieces integer not null,
  pieces integer not null,
  gross_mg bigint not null,
  net_mg bigint not null,
  carat_mct bigint not null,
  is_out boolean not null generated always as (((net_mg > 0) OR (carat_mct > 0))) stored,
  constraint challan_lot_pkey PRIMARY KEY (business_id, challan_id, lot_id),
  constraint challan_lot_out CHECK (((pieces >= 0) AND (gross_mg >= 0) AND (net_mg >= 0) AND (carat_mct >= 0) AND (sent_pieces >= 0))),
  constraint challan_lot_business_id_challan_id_fkey FOREIGN KEY (business_id, challan_id) REFERENCES document(business_id, id),
  constraint challan_lot_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint challan_lot_business_id_lot_id_fkey FOREIGN KEY (business_id, lot_id) REFERENCES lot(business_id, id)
);
CREATE INDEX challan_lot_lot_idx ON challan_lot USING btree (business_id, lot_id);
CREATE INDEX challan_lot_out_idx ON challan_lot USING btree (business_id, challan_id) WHERE is_out;
alter table challan_lot enable row level security;
alter table challan_lot force row level security;
create policy challan_lot_of_business on challan_lot for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER challan_lot_holds AFTER INSERT OR UPDATE ON challan_lot FOR EACH ROW EXECUTE FUNCTION challan_lot_holds();

-- khata_app may select, insert, update, delete
create table cheque (
  business_id uuid not null,
  id uuid not null,
  direction text not null,
  party_id uuid not null,
  number text not null,
  bank_name text not null,
  bank_branch text not null default ''::text,
  cheque_date date not null,
  amount bigint not null,
  on_date date not null,
  rest_as text not null,
  note text not null default ''::text,
  request_hash text not null,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  stage text not null default 'new'::text,
  document_id uuid,
  account_id uuid,
  moved_on date not null,
  constraint cheque_pkey PRIMARY KEY (business_id, id),
  constraint cheque_bank_of_issued CHECK (((direction = 'received'::text) OR (account_id IS NOT NULL))),
  constraint cheque_direction CHECK ((direction = ANY (ARRAY['received'::text, 'issued'::text]))),
  constraint cheque_number CHECK ((number ~ '^[0-9]{6}$'::text)),
  constraint cheque_positive CHECK ((amount > 0)),
  constraint cheque_rest CHECK ((rest_as = ANY (ARRAY['advance'::text, 'on-account'::text]))),
  constraint cheque_stage CHECK (((stage = 'new'::text) OR
CASE direction
    WHEN 'received'::text THEN (stage = ANY (ARRAY['received'::text, 'deposited'::text, 'cleared'::text, 'bounced'::text, 'returned'::text]))
    ELSE (stage = ANY (ARRAY['issued'::text, 'cleared'::text, 'bounced'::text, 'cancelled'::text]))
END)),
  constraint cheque_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id),
  constraint cheque_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint cheque_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint cheque_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
CREATE INDEX cheque_account_idx ON cheque USING btree (business_id, account_id);
CREATE INDEX cheque_document_idx ON cheque USING btree (business_id, document_id);
CREATE INDEX cheque_list_idx ON cheque USING btree (business_id, direction, cheque_date, id);
CREATE INDEX cheque_number_idx ON cheque USING btree (business_id, number, cheque_date, id);
CREATE INDEX cheque_party_idx ON cheque USING btree (business_id, party_id, number);
CREATE INDEX cheque_stage_idx ON cheque USING btree (business_id, direction, stage, cheque_date, id);
alter table cheque enable row level security;
alter table cheque force row level security;
create policy cheque_of_business on cheque for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER cheque_moves BEFORE INSERT OR DELETE OR UPDATE ON cheque FOR EACH ROW EXECUTE FUNCTION cheque_moves_by_event();

-- khata_app may select, insert
create table cheque_event (
  business_id uuid not null,
  id uuid not null,
  cheque_id uuid not null,
  from_stage text not null,
  to_stage text not null,
  on_date date not null,
  document_id uuid,
  voucher_id uuid,
  account_id uuid,
  charges_paise bigint not null default 0,
  recovered_paise bigint not null default 0,
  reason text not null default ''::text,
  request_hash text not null,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  constraint cheque_event_pkey PRIMARY KEY (business_id, id),
  constraint cheque_event_charges CHECK ((charges_paise >= 0)),
  constraint cheque_event_recovered CHECK ((recovered_paise >= 0)),
  constraint cheque_event_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id),
  constraint cheque_event_business_id_cheque_id_fkey FOREIGN KEY (business_id, cheque_id) REFERENCES cheque(business_id, id),
  constraint cheque_event_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint cheque_event_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint cheque_event_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX cheque_event_account_idx ON cheque_event USING btree (business_id, account_id);
CREATE INDEX cheque_event_cheque_idx ON cheque_event USING btree (business_id, cheque_id, id);
CREATE INDEX cheque_event_document_idx ON cheque_event USING btree (business_id, document_id);
CREATE INDEX cheque_event_voucher_idx ON cheque_event USING btree (business_id, voucher_id);
alter table cheque_event enable row level security;
alter table cheque_event force row level security;
create policy cheque_event_of_business on cheque_event for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER cheque_event_is_posted BEFORE DELETE OR UPDATE ON cheque_event FOR EACH ROW EXECUTE FUNCTION refuse_change('cheque_event');
CREATE TRIGGER cheque_event_moves AFTER INSERT ON cheque_event FOR EACH ROW EXECUTE FUNCTION cheque_event_moves();

-- khata_app may select, insert, update, delete
create table cost_layer (
  business_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  branch_id uuid not null,
  on_date date not null,
  quantity_milli bigint not null,
  value_paise bigint not null,
  left_milli bigint not null,
  left_paise bigint not null,
  constraint cost_layer_pkey PRIMARY KEY (business_id, id),
  constraint cost_layer_left CHECK (((left_milli >= 0) AND (left_milli <= quantity_milli) AND ((left_milli > 0) OR (left_paise = 0)))),
  constraint cost_layer_quantity CHECK ((quantity_milli > 0)),
  constraint cost_layer_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint cost_layer_business_id_id_fkey FOREIGN KEY (business_id, id) REFERENCES stock_move(business_id, id),
  constraint cost_layer_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id)
);
CREATE INDEX cost_layer_branch_idx ON cost_layer USING btree (business_id, branch_id);
CREATE INDEX cost_layer_item_idx ON cost_layer USING btree (business_id, item_id);
CREATE INDEX cost_layer_pool_idx ON cost_layer USING btree (business_id, item_id, branch_id, on_date, id) WHERE (left_milli > 0);
alter table cost_layer enable row level security;
alter table cost_layer force row level security;
create policy cost_layer_of_business on cost_layer for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update
create table document (
  business_id uuid not null,
  id uuid not null,
  kind text not null,
  state text not null,
  series_id uuid not null,
  number text not null,
  on_date date not null,
  due_on date,
  party_id uuid,
  branch_id uuid not null,
  party_snapshot jsonb not null default '{}'::jsonb,
  seller_snapshot jsonb not null default '{}'::jsonb,
  place_of_supply text not null,
  supply text not null,
  is_reverse_charge boolean not null default false,
  supply_reason text not null default ''::text,
  gross_paise bigint not null default 0,
  discount_paise bigint not null default 0,
  taxable_paise bigint not null default 0,
  cgst_paise bigint not null default 0,
  sgst_paise bigint not null default 0,
  igst_paise bigint not null default 0,
  cess_paise bigint not null default 0,
  round_off_paise bigint not null default 0,
  total_paise bigint not null,
  cost_paise bigint not null default 0,
  note text not null default ''::text,
  request_hash text not null,
  from_document_id uuid,
  issued_by uuid not null,
  issued_by_name text not null,
  issued_at timestamp with time zone not null,
  cancelled_by uuid,
  cancelled_at timestamp with time zone,
  cancel_reason text,
  constraint document_pkey PRIMARY KEY (business_id, id),
  constraint document_number_once UNIQUE (business_id, series_id, number),
  constraint document_adds_up CHECK (((((((taxable_paise + cgst_paise) + sgst_paise) + igst_paise) + cess_paise) + round_off_paise) =
CASE
    WHEN (kind = ANY (ARRAY['receipt'::text, 'payment'::text, 'gift-voucher'::text])) THEN (0)::bigint
    ELSE total_paise
END)),
  constraint document_cancelled_with_reason CHECK (((state = 'cancelled'::text) = ((cancelled_at IS NOT NULL) AND (cancel_reason <> ''::text)))),
  constraint document_gst_halves_equal CHECK ((cgst_paise = sgst_paise)),
  constraint document_state CHECK ((state = ANY (ARRAY['issued'::text, 'cancelled'::text]))),
  constraint document_supply CHECK ((supply = ANY (ARRAY['intra'::text, 'inter'::text]))),
  constraint document_total_not_negative CHECK ((total_paise >= 0)),
  constraint document_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint document_business_id_from_document_id_fkey FOREIGN KEY (business_id, from_document_id) REFERENCES document(business_id, id),
  constraint document_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id),
  constraint document_business_id_series_id_fkey FOREIGN KEY (business_id, series_id) REFERENCES series(business_id, id)
);
CREATE INDEX document_amount_idx ON document USING btree (business_id, total_paise) WHERE (kind = ANY (ARRAY['invoice'::text, 'bill-of-supply'::text]));
CREATE INDEX document_branch_idx ON document USING btree (business_id, branch_id);
CREATE INDEX document_cancelled_idx ON document USING btree (business_id, on_date DESC, id DESC) WHERE (state = 'cancelled'::text);
CREATE INDEX document_from_idx ON document USING btree (business_id, from_document_id) WHERE (from_document_id IS NOT NULL);
CREATE INDEX document_goods_receipt_idx ON document USING btree (business_id, on_date DESC, id DESC) WHERE (kind = 'goods-receipt'::text);
CREATE INDEX document_list_idx ON document USING btree (business_id, kind, on_date DESC, id DESC);
CREATE INDEX document_money_idx ON document USING btree (business_id, on_date DESC, id DESC) INCLUDE (kind, state, total_paise) WHERE (kind = ANY (ARRAY['receipt'::text, 'payment'::text]));
CREATE INDEX document_number_idx ON document USING btree (business_id, number text_pattern_ops);
CREATE INDEX document_old_gold_idx ON document USING btree (business_id, on_date DESC, id DESC) WHERE (kind = 'urd-purchase'::text);
CREATE INDEX document_old_gold_party_idx ON document USING btree (business_id, party_id, on_date DESC, id DESC) WHERE (kind = 'urd-purchase'::text);
CREATE INDEX document_order_party_idx ON document USING btree (business_id, party_id, on_date DESC, id DESC) WHERE (kind = 'sales-order'::text);
CREATE INDEX document_party_idx ON document USING btree (business_id, party_id, on_date DESC, id DESC);
CREATE INDEX document_purchase_return_idx ON document USING btree (business_id, on_date DESC, id DESC) WHERE (kind = 'purchase-return'::text);
CREATE INDEX document_receipts_of_party_idx ON document USING btree (business_id, party_id, on_date) WHERE (kind = 'goods-receipt'::text);
CREATE INDEX document_returns_of_party_idx ON document USING btree (business_id, party_id, on_date) WHERE (kind = 'purchase-return'::text);
alter table document enable row level security;
alter table document force row level security;
create policy document_of_business on document for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER document_counts AFTER INSERT ON document FOR EACH ROW WHEN (((new.state = 'issued'::text) AND (new.kind = ANY (ARRAY['invoice'::text, 'bill-of-supply'::text])))) EXECUTE FUNCTION document_counts_in_day('document');
CREATE TRIGGER document_counts_no_more AFTER UPDATE OF state ON document FOR EACH ROW WHEN (((old.state = 'issued'::text) AND (new.state = 'cancelled'::text) AND (new.kind = ANY (ARRAY['invoice'::text, 'bill-of-supply'::text])))) EXECUTE FUNCTION document_counts_in_day('document');
CREATE TRIGGER document_stays BEFORE DELETE OR UPDATE ON document FOR EACH ROW EXECUTE FUNCTION document_stays_as_issued('document');

-- khata_app may select, insert, update, delete
create table document_attachment (
  business_id uuid not null,
  document_id uuid not null,
  sha256 text not null,
  name text not null,
  size_bytes integer not null,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  constraint document_attachment_pkey PRIMARY KEY (business_id, document_id, sha256),
  constraint document_attachment_has_name CHECK ((name <> ''::text)),
  constraint document_attachment_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint document_attachment_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint document_attachment_business_id_sha256_fkey FOREIGN KEY (business_id, sha256) REFERENCES file(business_id, sha256)
);
CREATE INDEX document_attachment_file_idx ON document_attachment USING btree (business_id, sha256);
alter table document_attachment enable row level security;
alter table document_attachment force row level security;
create policy document_attachment_of_business on document_attachment for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table document_line (
  business_id uuid not null,
  document_id uuid not null,
  line smallint not null,
  item_id uuid,
  description text not null,
  hsn text not null default ''::text,
  unit text not null,
  quantity_milli bigint not null,
  price_paise bigint not null,
  price_includes_tax boolean not null,
  gross_paise bigint not null,
  discount_paise bigint not null default 0,
  taxable_paise bigint not null,
  gst_kind text not null default 'taxable'::text,
  rate_bp integer not null,
  cess_bp integer not null default 0,
  cgst_paise bigint not null default 0,
  sgst_paise bigint not null default 0,
  igst_paise bigint not null default 0,
  cess_paise bigint not null default 0,
  total_paise bigint not null,
  cost_paise bigint not null default 0,
  salesperson_id uuid,
  commission_paise bigint not null default 0,
  constraint document_line_pkey PRIMARY KEY (business_id, document_id, line),
  constraint document_line_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint document_line_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id),
  constraint document_line_salesperson_fkey FOREIGN KEY (business_id, salesperson_id) REFERENCES salesperson(business_id, id)
);
CREATE INDEX document_line_item_idx ON document_line USING btree (business_id, item_id);
CREATE INDEX document_line_salesperson_idx ON document_line USING btree (business_id, salesperson_id, document_id) WHERE (salesperson_id IS NOT NULL);
alter table document_line enable row level security;
alter table document_line force row level security;
create policy document_line_of_business on document_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER document_line_is_posted BEFORE DELETE OR UPDATE ON document_line FOR EACH ROW EXECUTE FUNCTION refuse_change('document_line');

-- khata_app may select, insert
create table document_tender (
  business_id uuid not null,
  document_id uuid not null,
  line smallint not null,
  mode text not null,
  account_id uuid not null,
  amount_paise bigint not null,
  reference text not null default ''::text,
  constraint document_tender_pkey PRIMARY KEY (business_id, document_id, line),
  constraint document_tender_mode CHECK ((mode = ANY (ARRAY['cash'::text, 'upi'::text, 'card'::text, 'bank'::text, 'cheque'::text, 'points'::text, 'gift-voucher'::text]))),
  constraint document_tender_positive CHECK ((amount_paise > 0)),
  constraint document_tender_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id),
  constraint document_tender_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id)
);
CREATE INDEX document_tender_account_idx ON document_tender USING btree (business_id, account_id);
alter table document_tender enable row level security;
alter table document_tender force row level security;
create policy document_tender_of_business on document_tender for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER document_tender_is_posted BEFORE DELETE OR UPDATE ON document_tender FOR EACH ROW EXECUTE FUNCTION refuse_change('document_tender');

-- khata_app may select, insert, update, delete
create table draft (
  business_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  kind text not null,
  body jsonb not null,
  label text not null default ''::text,
  updated_at timestamp with time zone not null,
  constraint draft_pkey PRIMARY KEY (business_id, id),
  constraint draft_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX draft_user_idx ON draft USING btree (business_id, user_id, kind, updated_at DESC);
alter table draft enable row level security;
alter table draft force row level security;
create policy draft_of_business on draft for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table due_day (
  business_id uuid not null,
  commodity text not null,
  side text not null,
  kind text not null,
  due_on date not null,
  billed_on date not null,
  open_amount bigint not null,
  constraint due_day_pkey PRIMARY KEY (business_id, commodity, side, kind, due_on, billed_on),
  constraint due_day_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table due_day enable row level security;
alter table due_day force row level security;
create policy due_day_of_business on due_day for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table due_flow (
  business_id uuid not null,
  commodity text not null,
  span text not null,
  on_date date not null,
  side text not null,
  kind text not null,
  due_on date not null,
  billed_on date not null,
  amount bigint not null,
  constraint due_flow_pkey PRIMARY KEY (business_id, commodity, side, kind, span, on_date, due_on, billed_on),
  constraint due_flow_span CHECK ((span = ANY (ARRAY['day'::text, 'month'::text]))),
  constraint due_flow_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table due_flow enable row level security;
alter table due_flow force row level security;
create policy due_flow_of_business on due_flow for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table estimate (
  business_id uuid not null,
  document_id uuid not null,
  valid_until date not null,
  bill_kind text not null,
  body jsonb not null,
  old_gold jsonb not null default '[]'::jsonb,
  old_gold_paise bigint not null default 0,
  constraint estimate_pkey PRIMARY KEY (business_id, document_id),
  constraint estimate_bill_kind CHECK ((bill_kind = ANY (ARRAY['invoice'::text, 'bill-of-supply'::text]))),
  constraint estimate_old_gold CHECK ((old_gold_paise >= 0)),
  constraint estimate_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint estimate_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table estimate enable row level security;
alter table estimate force row level security;
create policy estimate_of_business on estimate for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER estimate_is_posted BEFORE DELETE OR UPDATE ON estimate FOR EACH ROW EXECUTE FUNCTION refuse_change('estimate');

-- khata_app may select, insert, update, delete
create table file (
  business_id uuid not null,
  sha256 text not null,
  mime text not null,
  name text not null,
  bytes bytea not null,
  created_at timestamp with time zone not null,
  constraint file_pkey PRIMARY KEY (business_id, sha256),
  constraint file_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table file enable row level security;
alter table file force row level security;
create policy file_of_business on file for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update
create table gift_voucher (
  business_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  party_id uuid,
  code text not null,
  amount_paise bigint not null,
  left_paise bigint not null,
  sold_on date not null,
  expires_on date,
  voided_at timestamp with time zone,
  constraint gift_voucher_pkey PRIMARY KEY (business_id, id),
  constraint gift_voucher_code_once UNIQUE (business_id, code),
  constraint gift_voucher_amount CHECK ((amount_paise > 0)),
  constraint gift_voucher_code CHECK ((code ~ '^[2-9A-HJKMNP-Z]{12}$'::text)),
  constraint gift_voucher_left CHECK (((left_paise >= 0) AND (left_paise <= amount_paise))),
  constraint gift_voucher_lives CHECK (((expires_on IS NULL) OR (expires_on >= sold_on))),
  constraint gift_voucher_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint gift_voucher_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint gift_voucher_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
CREATE INDEX gift_voucher_document_idx ON gift_voucher USING btree (business_id, document_id, id);
CREATE INDEX gift_voucher_expiry_idx ON gift_voucher USING btree (business_id, expires_on) WHERE ((left_paise > 0) AND (expires_on IS NOT NULL));
CREATE INDEX gift_voucher_party_idx ON gift_voucher USING btree (business_id, party_id) WHERE (party_id IS NOT NULL);
alter table gift_voucher enable row level security;
alter table gift_voucher force row level security;
create policy gift_voucher_of_business on gift_voucher for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table gift_voucher_move (
  business_id uuid not null,
  id uuid not null,
  gift_voucher_id uuid not null,
  kind text not null,
  on_date date not null,
  amount_paise bigint not null,
  document_id uuid,
  voucher_id uuid not null,
  reason text not null default ''::text,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  constraint gift_voucher_move_pkey PRIMARY KEY (business_id, id),
  constraint gift_voucher_move_kind CHECK ((kind = ANY (ARRAY['sold'::text, 'redeemed'::text, 'given-back'::text, 'voided'::text, 'lapsed'::text]))),
  constraint gift_voucher_move_not_zero CHECK ((amount_paise <> 0)),
  constraint gift_voucher_move_reason CHECK (((kind <> 'voided'::text) OR (reason <> ''::text))),
  constraint gift_voucher_move_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint gift_voucher_move_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint gift_voucher_move_business_id_gift_voucher_id_fkey FOREIGN KEY (business_id, gift_voucher_id) REFERENCES gift_voucher(business_id, id),
  constraint gift_voucher_move_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX gift_voucher_move_document_idx ON gift_voucher_move USING btree (business_id, document_id) WHERE (document_id IS NOT NULL);
CREATE INDEX gift_voucher_move_idx ON gift_voucher_move USING btree (business_id, gift_voucher_id, id);
CREATE INDEX gift_voucher_move_voucher_idx ON gift_voucher_move USING btree (business_id, voucher_id);
alter table gift_voucher_move enable row level security;
alter table gift_voucher_move force row level security;
create policy gift_voucher_move_of_business on gift_voucher_move for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER gift_voucher_move_is_posted BEFORE DELETE OR UPDATE ON gift_voucher_move FOR EACH ROW EXECUTE FUNCTION refuse_change('gift_voucher_move');

-- khata_app may select, insert, update, delete
create table goods_receipt (
  business_id uuid not null,
  document_id uuid not null,
  their_number text not null default ''::text,
  their_date date,
  landed_paise bigint not null default 0,
  landed_by text not null default 'value'::text,
  differs boolean not null default false,
  waits_for_bill boolean not null default true,
  constraint goods_receipt_pkey PRIMARY KEY (business_id, document_id),
  constraint goods_receipt_landed CHECK ((landed_paise >= 0)),
  constraint goods_receipt_landed_by CHECK ((landed_by = ANY (ARRAY['value'::text, 'quantity'::text, 'weight'::text]))),
  constraint goods_receipt_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint goods_receipt_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX goods_receipt_differing_idx ON goods_receipt USING btree (business_id, document_id) WHERE differs;
CREATE INDEX goods_receipt_waiting_idx ON goods_receipt USING btree (business_id, document_id) WHERE waits_for_bill;
alter table goods_receipt enable row level security;
alter table goods_receipt force row level security;
create policy goods_receipt_of_business on goods_receipt for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table goods_receipt_line (
  business_id uuid not null,
  receipt_id uuid not null,
  line smallint not null,
  item_id uuid not null,
  order_id uuid,
  order_line smallint,
  batch_id uuid,
  lot_id uuid,
  received_milli bigint not null,
  rejected_milli bigint not null default 0,
  reject_reason text not null default ''::text,
  pieces integer not null default 0,
  gross_mg bigint not null default 0,
  net_mg bigint not null default 0,
  fine_mg bigint not null default 0,
  carat_mct bigint not null default 0,
  price_paise bigint not null,
  cost_paise bigint not null,
  landed_paise bigint not null default 0,
  billed_milli bigint not null default 0,
  billed_cost_paise bigint not null default 0,
  returned_milli bigint not null default 0,
  ordered_milli bigint,
  unbilled_milli bigint not null default 0,
  supplier_id uuid not null,
  on_date date not null,
  constraint goods_receipt_line_pkey PRIMARY KEY (business_id, receipt_id, line),
  constraint goods_receipt_line_billed CHECK ((billed_milli >= 0)),
  constraint goods_receipt_line_money CHECK (((price_paise >= 0) AND (cost_paise >= 0) AND (landed_paise >= 0))),
  constraint goods_receipt_line_ordered CHECK ((ordered_milli >= 0)),
  constraint goods_receipt_line_received CHECK ((received_milli > 0)),
  constraint goods_receipt_line_rejected CHECK (((rejected_milli >= 0) AND (rejected_milli <= received_milli))),
  constraint goods_receipt_line_returned CHECK ((returned_milli >= 0)),
  constraint goods_receipt_line_unbilled CHECK (((unbilled_milli >= 0) AND (unbilled_milli <= returned_milli))),
  constraint goods_receipt_line_why CHECK (((rejected_milli = 0) OR (reject_reason <> ''::text))),
  constraint goods_receipt_line_business_id_batch_id_fkey FOREIGN KEY (business_id, batch_id) REFERENCES batch(business_id, id),
  constraint goods_receipt_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint goods_receipt_line_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id),
  constraint goods_receipt_line_business_id_lot_id_fkey FOREIGN KEY (business_id, lot_id) REFERENCES lot(business_id, id),
  constraint goods_receipt_line_business_id_order_id_order_line_fkey FOREIGN KEY (business_id, order_id, order_line) REFERENCES purchase_order_line(business_id, order_id, line),
  constraint goods_receipt_line_business_id_receipt_id_fkey FOREIGN KEY (business_id, receipt_id) REFERENCES document(business_id, id),
  constraint goods_receipt_line_supplier_fkey FOREIGN KEY (business_id, supplier_id) REFERENCES party(business_id, id)
);
CREATE INDEX goods_receipt_line_batch_idx ON goods_receipt_line USING btree (business_id, batch_id);
CREATE INDEX goods_receipt_line_day_idx ON goods_receipt_line USING btree (business_id, on_date, supplier_id);
CREATE INDEX goods_receipt_line_item_idx ON goods_receipt_line USING btree (business_id, item_id, receipt_id);
CREATE INDEX goods_receipt_line_lot_idx ON goods_receipt_line USING btree (business_id, lot_id);
CREATE INDEX goods_receipt_line_order_idx ON goods_receipt_line USING btree (business_id, order_id, order_line);
CREATE INDEX goods_receipt_line_supplier_idx ON goods_receipt_line USING btree (business_id, supplier_id, item_id, on_date DESC);
alter table goods_receipt_line enable row level security;
alter table goods_receipt_line force row level security;
create policy goods_receipt_line_of_business on goods_receipt_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table goods_receipt_piece (
  business_id uuid not null,
  receipt_id uuid not null,
  line smallint not null,
  piece_id uuid not null,
  constraint goods_receipt_piece_pkey PRIMARY KEY (business_id, receipt_id, piece_id),
  constraint goods_receipt_piece_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint goods_receipt_piece_business_id_piece_id_fkey FOREIGN KEY (business_id, piece_id) REFERENCES piece(business_id, id),
  constraint goods_receipt_piece_business_id_receipt_id_line_fkey FOREIGN KEY (business_id, receipt_id, line) REFERENCES goods_receipt_line(business_id, receipt_id, line)
);
CREATE INDEX goods_receipt_piece_idx ON goods_receipt_piece USING btree (business_id, piece_id);
CREATE INDEX goods_receipt_piece_line_idx ON goods_receipt_piece USING btree (business_id, receipt_id, line);
alter table goods_receipt_piece enable row level security;
alter table goods_receipt_piece force row level security;
create policy goods_receipt_piece_of_business on goods_receipt_piece for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER goods_receipt_piece_is_posted BEFORE DELETE OR UPDATE ON goods_receipt_piece FOR EACH ROW EXECUTE FUNCTION refuse_change('goods_receipt_piece');

-- khata_app may select, insert, update, delete
create table gst_class (
  business_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  constraint gst_class_pkey PRIMARY KEY (business_id, id),
  constraint gst_class_once UNIQUE (business_id, name),
  constraint gst_class_kind CHECK ((kind = ANY (ARRAY['taxable'::text, 'exempt'::text, 'nil'::text, 'non-gst'::text]))),
  constraint gst_class_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table gst_class enable row level security;
alter table gst_class force row level security;
create policy gst_class_of_business on gst_class for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table gst_class_rate (
  business_id uuid not null,
  gst_class_id uuid not null,
  from_date date not null,
  rate_bp integer not null,
  cess_bp integer not null default 0,
  constraint gst_class_rate_pkey PRIMARY KEY (business_id, gst_class_id, from_date),
  constraint gst_cess_sane CHECK (((cess_bp >= 0) AND (cess_bp <= 100000))),
  constraint gst_rate_sane CHECK (((rate_bp >= 0) AND (rate_bp <= 10000))),
  constraint gst_class_rate_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint gst_class_rate_business_id_gst_class_id_fkey FOREIGN KEY (business_id, gst_class_id) REFERENCES gst_class(business_id, id)
);
alter table gst_class_rate enable row level security;
alter table gst_class_rate force row level security;
create policy gst_class_rate_of_business on gst_class_rate for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table gst_registration (
  business_id uuid not null,
  id uuid not null,
  gstin text not null,
  state text not null,
  from_date date not null,
  to_date date,
  constraint gst_registration_pkey PRIMARY KEY (business_id, id),
  constraint gst_registration_once UNIQUE (business_id, gstin),
  constraint gst_registration_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table gst_registration enable row level security;
alter table gst_registration force row level security;
create policy gst_registration_of_business on gst_registration for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table hallmark_rate (
  business_id uuid not null,
  metal text not null,
  from_on date not null,
  article_paise bigint not null,
  least_paise bigint not null,
  constraint hallmark_rate_pkey PRIMARY KEY (business_id, metal, from_on),
  constraint hallmark_rate_article CHECK ((article_paise >= 0)),
  constraint hallmark_rate_least CHECK ((least_paise >= 0)),
  constraint hallmark_rate_metal CHECK ((metal = ANY (ARRAY['gold'::text, 'silver'::text]))),
  constraint hallmark_rate_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table hallmark_rate enable row level security;
alter table hallmark_rate force row level security;
create policy hallmark_rate_of_business on hallmark_rate for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table import_mapping (
  business_id uuid not null,
  kind text not null,
  fingerprint text not null,
  mapping jsonb not null,
  updated_at timestamp with time zone not null,
  constraint import_mapping_pkey PRIMARY KEY (business_id, kind, fingerprint),
  constraint import_mapping_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table import_mapping enable row level security;
alter table import_mapping force row level security;
create policy import_mapping_of_business on import_mapping for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table import_row (
  business_id uuid not null,
  run_id uuid not null,
  line integer not null,
  cells bytea not null,
  state text not null default 'read'::text,
  problems jsonb not null default '[]'::jsonb,
  made_id uuid,
  changes bytea,
  constraint import_row_pkey PRIMARY KEY (business_id, run_id, line),
  constraint import_row_state CHECK ((state = ANY (ARRAY['read'::text, 'new'::text, 'same'::text, 'change'::text, 'refused'::text, 'made'::text, 'changed'::text, 'failed'::text, 'kept'::text, 'undone'::text]))),
  constraint import_row_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint import_row_business_id_run_id_fkey FOREIGN KEY (business_id, run_id) REFERENCES import_run(business_id, id)
);
CREATE INDEX import_row_state_idx ON import_row USING btree (business_id, run_id, state, line);
alter table import_row enable row level security;
alter table import_row force row level security;
create policy import_row_of_business on import_row for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table import_run (
  business_id uuid not null,
  id uuid not null,
  kind text not null,
  state text not null,
  file_name text not null,
  sha256 text not null,
  headings jsonb not null,
  fingerprint text not null,
  mapping jsonb not null default '{}'::jsonb,
  on_date date not null,
  branch_id uuid,
  adds_twins boolean not null default false,
  keeps_used boolean not null default false,
  job_id uuid,
  total integer not null,
  made integer not null default 0,
  failed integer not null default 0,
  by_user uuid,
  by_name text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  updates boolean not null default false,
  constraint import_run_pkey PRIMARY KEY (business_id, id),
  constraint import_run_kind CHECK ((kind = ANY (ARRAY['parties'::text, 'items'::text, 'accounts'::text, 'bills'::text, 'pieces'::text]))),
  constraint import_run_state CHECK ((state = ANY (ARRAY['mapping'::text, 'checked'::text, 'running'::text, 'stopped'::text, 'done'::text, 'undoing'::text, 'undone'::text, 'dropped'::text]))),
  constraint import_run_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint import_run_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX import_run_branch_idx ON import_run USING btree (business_id, branch_id);
CREATE INDEX import_run_listed_idx ON import_run USING btree (business_id, created_at DESC, id DESC);
alter table import_run enable row level security;
alter table import_run force row level security;
create policy import_run_of_business on import_run for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table import_voucher (
  business_id uuid not null,
  run_id uuid not null,
  voucher_id uuid not null,
  at_line integer not null,
  constraint import_voucher_pkey PRIMARY KEY (business_id, run_id, voucher_id),
  constraint import_voucher_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint import_voucher_business_id_run_id_fkey FOREIGN KEY (business_id, run_id) REFERENCES import_run(business_id, id),
  constraint import_voucher_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX import_voucher_line_idx ON import_voucher USING btree (business_id, run_id, at_line);
CREATE INDEX import_voucher_voucher_idx ON import_voucher USING btree (business_id, voucher_id);
alter table import_voucher enable row level security;
alter table import_voucher force row level security;
create policy import_voucher_of_business on import_voucher for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table invitation (
  token_hash text not null,
  business_id uuid not null,
  email text not null,
  name text not null,
  role text not null,
  invited_by uuid not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint invitation_pkey PRIMARY KEY (token_hash),
  constraint invitation_business_id_fkey FOREIGN KEY (business_id) REFERENCES business_directory(id),
  constraint invitation_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES app_user(id)
);
CREATE INDEX invitation_business_idx ON invitation USING btree (business_id);
CREATE INDEX invitation_invited_by_idx ON invitation USING btree (invited_by);

-- khata_app may select, insert, update, delete
create table item (
  business_id uuid not null,
  id uuid not null,
  kind text not null,
  name text not null,
  unit text not null,
  hsn text not null default ''::text,
  gst_class_id uuid not null,
  sale_price_paise bigint not null default 0,
  price_includes_tax boolean not null default true,
  purchase_price_paise bigint not null default 0,
  barcode text not null default ''::text,
  low_stock_milli bigint not null default 0,
  notes text not null default ''::text,
  name_key text not null generated always as (lower(name)) stored,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  archived_at timestamp with time zone,
  category text not null default ''::text,
  shelf text not null default ''::text,
  tracks_batches boolean not null default false,
  constraint item_pkey PRIMARY KEY (business_id, id),
  constraint item_has_name CHECK ((name <> ''::text)),
  constraint item_kind CHECK ((kind = ANY (ARRAY['goods'::text, 'service'::text]))),
  constraint item_purchase_price CHECK ((purchase_price_paise >= 0)),
  constraint item_sale_price CHECK ((sale_price_paise >= 0)),
  constraint item_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint item_business_id_gst_class_id_fkey FOREIGN KEY (business_id, gst_class_id) REFERENCES gst_class(business_id, id)
);
CREATE INDEX item_archived_idx ON item USING btree (business_id, name_key, id) WHERE (archived_at IS NOT NULL);
CREATE UNIQUE INDEX item_barcode_once ON item USING btree (business_id, barcode) WHERE (barcode <> ''::text);
CREATE INDEX item_category_idx ON item USING btree (business_id, category, id);
CREATE INDEX item_gst_class_idx ON item USING btree (business_id, gst_class_id);
CREATE INDEX item_low_idx ON item USING btree (business_id, id) INCLUDE (low_stock_milli) WHERE ((low_stock_milli > 0) AND (kind = 'goods'::text) AND (archived_at IS NULL));
CREATE INDEX item_name_idx ON item USING btree (business_id, name_key, id) WHERE (archived_at IS NULL);
alter table item enable row level security;
alter table item force row level security;
create policy item_of_business on item for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER item_is_found AFTER INSERT OR UPDATE OF name, barcode, hsn ON item FOR EACH ROW EXECUTE FUNCTION item_is_found('item');
CREATE TRIGGER item_stands AFTER INSERT ON item FOR EACH ROW WHEN ((new.kind = 'goods'::text)) EXECUTE FUNCTION item_stands('item');
CREATE TRIGGER item_stands_anew AFTER UPDATE OF kind, name, category, archived_at, low_stock_milli ON item FOR EACH ROW WHEN (((old.kind <> new.kind) OR (old.name <> new.name) OR (old.category <> new.category) OR (old.low_stock_milli <> new.low_stock_milli) OR (old.archived_at IS DISTINCT FROM new.archived_at))) EXECUTE FUNCTION item_stands('item');
CREATE TRIGGER item_stands_no_more BEFORE DELETE ON item FOR EACH ROW EXECUTE FUNCTION item_stands('item');

-- khata_app may select, insert, update, delete
create table item_demand (
  business_id uuid not null,
  item_id uuid not null,
  place_id uuid not null,
  week_milli bigint not null,
  lead_days integer not null,
  lead_milli bigint not null,
  safety_milli bigint not null,
  level_milli bigint not null,
  method text not null,
  value_paise bigint not null,
  variation_bp bigint,
  abc text not null,
  xyz text not null,
  constraint item_demand_pkey PRIMARY KEY (business_id, item_id, place_id),
  constraint item_demand_abc CHECK ((abc = ANY (ARRAY['A'::text, 'B'::text, 'C'::text]))),
  constraint item_demand_method CHECK ((method = ANY (ARRAY['none'::text, 'average'::text, 'seasonal'::text]))),
  constraint item_demand_xyz CHECK ((xyz = ANY (ARRAY['X'::text, 'Y'::text, 'Z'::text]))),
  constraint item_demand_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint item_demand_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id)
);
CREATE INDEX item_demand_class_idx ON item_demand USING btree (business_id, place_id, abc, xyz, value_paise DESC, item_id);
alter table item_demand enable row level security;
alter table item_demand force row level security;
create policy item_demand_of_business on item_demand for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table item_reorder (
  business_id uuid not null,
  item_id uuid not null,
  branch_id uuid not null,
  min_milli bigint not null default 0,
  max_milli bigint not null default 0,
  lead_days integer,
  supplier_id uuid,
  updated_at timestamp with time zone not null,
  constraint item_reorder_pkey PRIMARY KEY (business_id, item_id, branch_id),
  constraint item_reorder_lead CHECK (((lead_days >= 0) AND (lead_days <= 365))),
  constraint item_reorder_max CHECK (((max_milli = 0) OR (max_milli > min_milli))),
  constraint item_reorder_min CHECK ((min_milli >= 0)),
  constraint item_reorder_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint item_reorder_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint item_reorder_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id),
  constraint item_reorder_business_id_supplier_id_fkey FOREIGN KEY (business_id, supplier_id) REFERENCES party(business_id, id)
);
CREATE INDEX item_reorder_branch_idx ON item_reorder USING btree (business_id, branch_id);
CREATE INDEX item_reorder_supplier_idx ON item_reorder USING btree (business_id, supplier_id);
alter table item_reorder enable row level security;
alter table item_reorder force row level security;
create policy item_reorder_of_business on item_reorder for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table item_search (
  business_id uuid not null,
  term text not null,
  item_id uuid not null,
  constraint item_search_pkey PRIMARY KEY (business_id, term, item_id),
  constraint item_search_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint item_search_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id)
);
CREATE INDEX item_search_item_idx ON item_search USING btree (business_id, item_id, term);
alter table item_search enable row level security;
alter table item_search force row level security;
create policy item_search_of_business on item_search for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table job (
  business_id uuid not null,
  id uuid not null,
  kind text not null,
  needs text not null default ''::text,
  input jsonb not null,
  state text not null default 'queued'::text,
  total integer not null,
  done integer not null default 0,
  failed integer not null default 0,
  checkpoint jsonb,
  said jsonb,
  href text not null default ''::text,
  runner uuid,
  tries integer not null default 0,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  heartbeat timestamp with time zone,
  constraint job_pkey PRIMARY KEY (business_id, id),
  constraint job_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))),
  constraint job_total_check CHECK ((total >= 0)),
  constraint job_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX job_own_idx ON job USING btree (business_id, by_user, at DESC, id DESC);
CREATE INDEX job_recent_idx ON job USING btree (business_id, at DESC, id DESC);
alter table job enable row level security;
alter table job force row level security;
create policy job_of_business on job for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table job_file (
  business_id uuid not null,
  job_id uuid not null,
  name text not null,
  part integer not null,
  mime text not null,
  bytes bytea not null,
  constraint job_file_pkey PRIMARY KEY (business_id, job_id, name, part),
  constraint job_file_bytes_check CHECK ((octet_length(bytes) <= 1048576)),
  constraint job_file_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint job_file_business_id_job_id_fkey FOREIGN KEY (business_id, job_id) REFERENCES job(business_id, id)
);
alter table job_file enable row level security;
alter table job_file force row level security;
create policy job_file_of_business on job_file for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table kit (
  business_id uuid not null,
  item_id uuid not null,
  note text not null default ''::text,
  updated_at timestamp with time zone not null,
  constraint kit_pkey PRIMARY KEY (business_id, item_id),
  constraint kit_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint kit_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id)
);
alter table kit enable row level security;
alter table kit force row level security;
create policy kit_of_business on kit for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table kit_line (
  business_id uuid not null,
  kit_id uuid not null,
  line smallint not null,
  item_id uuid not null,
  quantity_milli bigint not null,
  share_bp integer not null default 0,
  constraint kit_line_pkey PRIMARY KEY (business_id, kit_id, line),
  constraint kit_line_not_itself CHECK ((item_id <> kit_id)),
  constraint kit_line_quantity CHECK ((quantity_milli > 0)),
  constraint kit_line_share CHECK (((share_bp >= 0) AND (share_bp <= 10000))),
  constraint kit_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint kit_line_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id),
  constraint kit_line_business_id_kit_id_fkey FOREIGN KEY (business_id, kit_id) REFERENCES kit(business_id, item_id)
);
CREATE INDEX kit_line_item_idx ON kit_line USING btree (business_id, item_id);
alter table kit_line enable row level security;
alter table kit_line force row level security;
create policy kit_line_of_business on kit_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table kyc_document (
  business_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  party_id uuid,
  kind text not null,
  id_kind text not null,
  id_encrypted bytea not null,
  id_last4 text not null,
  pan_index bytea,
  name text not null,
  address_encrypted bytea,
  reason text not null default ''::text,
  on_date date not null,
  amount_paise bigint not null,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  constraint kyc_document_pkey PRIMARY KEY (business_id, id),
  constraint kyc_document_id_kind CHECK ((id_kind = ANY (ARRAY['pan'::text, 'aadhaar'::text, 'driving-licence'::text, 'voter-id'::text, 'passport'::text, 'other'::text]))),
  constraint kyc_document_is_whole CHECK (
CASE kind
    WHEN 'pan'::text THEN (pan_index IS NOT NULL)
    ELSE (address_encrypted IS NOT NULL)
END),
  constraint kyc_document_kind CHECK ((kind = ANY (ARRAY['pan'::text, 'form-60'::text]))),
  constraint kyc_document_last4 CHECK (((length(id_last4) >= 1) AND (length(id_last4) <= 4))),
  constraint kyc_document_name CHECK ((name <> ''::text)),
  constraint kyc_document_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint kyc_document_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint kyc_document_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
CREATE INDEX kyc_document_date_idx ON kyc_document USING btree (business_id, kind, on_date, id);
CREATE UNIQUE INDEX kyc_document_once ON kyc_document USING btree (business_id, document_id);
CREATE INDEX kyc_document_pan_idx ON kyc_document USING btree (business_id, pan_index) WHERE (pan_index IS NOT NULL);
CREATE INDEX kyc_document_party_idx ON kyc_document USING btree (business_id, party_id) WHERE (party_id IS NOT NULL);
alter table kyc_document enable row level security;
alter table kyc_document force row level security;
create policy kyc_document_of_business on kyc_document for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER kyc_document_is_posted BEFORE DELETE OR UPDATE ON kyc_document FOR EACH ROW EXECUTE FUNCTION refuse_change('kyc_document');

-- khata_app may select, insert
create table line_batch (
  business_id uuid not null,
  document_id uuid not null,
  line smallint not null,
  batch_id uuid not null,
  quantity_milli bigint not null,
  constraint line_batch_pkey PRIMARY KEY (business_id, document_id, line, batch_id),
  constraint line_batch_quantity CHECK ((quantity_milli > 0)),
  constraint line_batch_business_id_batch_id_fkey FOREIGN KEY (business_id, batch_id) REFERENCES batch(business_id, id),
  constraint line_batch_business_id_document_id_line_fkey FOREIGN KEY (business_id, document_id, line) REFERENCES document_line(business_id, document_id, line)
);
CREATE INDEX line_batch_batch_idx ON line_batch USING btree (business_id, batch_id);
alter table line_batch enable row level security;
alter table line_batch force row level security;
create policy line_batch_of_business on line_batch for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER line_batch_is_posted BEFORE DELETE OR UPDATE ON line_batch FOR EACH ROW EXECUTE FUNCTION refuse_change('line_batch');

-- khata_app may select, insert, update, delete
create table lock_exception (
  business_id uuid not null,
  id uuid not null,
  from_date date not null,
  to_date date not null,
  reason text not null,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  is_granted boolean,
  decided_by uuid,
  decided_by_name text not null default ''::text,
  decided_at timestamp with time zone,
  note text not null default ''::text,
  until timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by_name text not null default ''::text,
  constraint lock_exception_pkey PRIMARY KEY (business_id, id),
  constraint lock_exception_days CHECK ((from_date <= to_date)),
  constraint lock_exception_decided CHECK ((((is_granted IS NULL) = (decided_by IS NULL)) AND ((is_granted IS TRUE) = (until IS NOT NULL)))),
  constraint lock_exception_two_people CHECK ((decided_by <> asked_by)),
  constraint lock_exception_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX lock_exception_asked_idx ON lock_exception USING btree (business_id, asked_at DESC, id);
alter table lock_exception enable row level security;
alter table lock_exception force row level security;
create policy lock_exception_of_business on lock_exception for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table lot (
  business_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  branch_id uuid not null,
  purity_id uuid,
  name text not null,
  barcode text not null default ''::text,
  counter text not null default ''::text,
  kind text not null,
  fineness integer not null default 0,
  pieces integer not null default 0,
  gross_mg bigint not null default 0,
  net_mg bigint not null default 0,
  fine_mg bigint not null default 0,
  carat_mct bigint not null default 0,
  value_paise bigint not null default 0,
  note text not null default ''::text,
  request_hash text not null default ''::text,
  created_at timestamp with time zone not null,
  archived_at timestamp with time zone,
  held_pieces integer not null default 0,
  held_gross_mg bigint not null default 0,
  held_net_mg bigint not null default 0,
  held_carat_mct bigint not null default 0,
  constraint lot_pkey PRIMARY KEY (business_id, id),
  constraint lot_fineness CHECK (((fineness >= 0) AND (fineness <= 10000))),
  constraint lot_has_name CHECK ((name <> ''::text)),
  constraint lot_held CHECK (((held_pieces >= 0) AND (held_gross_mg >= 0) AND (held_net_mg >= 0) AND (held_carat_mct >= 0))),
  constraint lot_keeps_what_is_held CHECK (((held_pieces <= pieces) AND (held_gross_mg <= gross_mg) AND (held_net_mg <= net_mg) AND (held_carat_mct <= carat_mct))),
  constraint lot_kind CHECK ((kind = ANY (ARRAY['metal'::text, 'stones'::text, 'old-metal'::text]))),
  constraint lot_not_below_nothing CHECK (((pieces >= 0) AND (gross_mg >= 0) AND (net_mg >= 0) AND (fine_mg >= 0) AND (carat_mct >= 0) AND (value_paise >= 0))),
  constraint lot_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint lot_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id),
  constraint lot_business_id_purity_id_fkey FOREIGN KEY (business_id, purity_id) REFERENCES purity(business_id, id)
);
CREATE UNIQUE INDEX lot_barcode_once ON lot USING btree (business_id, barcode) WHERE (barcode <> ''::text);
CREATE INDEX lot_branch_idx ON lot USING btree (business_id, branch_id);
CREATE INDEX lot_item_idx ON lot USING btree (business_id, item_id, id);
CREATE INDEX lot_purity_idx ON lot USING btree (business_id, purity_id);
alter table lot enable row level security;
alter table lot force row level security;
create policy lot_of_business on lot for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table membership (
  business_id uuid not null,
  user_id uuid not null,
  role text not null,
  branch_id uuid,
  joined_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  entered_at timestamp with time zone,
  till_pin_hash text,
  till_pin_set_at timestamp with time zone,
  constraint membership_pkey PRIMARY KEY (business_id, user_id),
  constraint membership_role CHECK ((role = ANY (ARRAY['owner'::text, 'manager'::text, 'cashier'::text, 'stock-keeper'::text, 'accountant'::text, 'karigar'::text, 'auditor'::text]))),
  constraint membership_business_id_fkey FOREIGN KEY (business_id) REFERENCES business_directory(id),
  constraint membership_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id)
);
CREATE INDEX membership_user_idx ON membership USING btree (user_id);

-- khata_app may select, insert, update, delete
create table money_flow_day (
  business_id uuid not null,
  account_id uuid not null,
  on_date date not null,
  inflow bigint not null,
  outflow bigint not null,
  constraint money_flow_day_pkey PRIMARY KEY (business_id, account_id, on_date),
  constraint money_flow_day_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id)
);
CREATE INDEX money_flow_day_date_idx ON money_flow_day USING btree (business_id, on_date);
alter table money_flow_day enable row level security;
alter table money_flow_day force row level security;
create policy money_flow_day_of_business on money_flow_day for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table movement (
  business_id uuid not null,
  id uuid not null,
  form text not null,
  state text not null,
  document_id uuid,
  branch_id uuid not null,
  to_branch_id uuid,
  to_counter text not null default ''::text,
  party_id uuid,
  on_date date not null,
  due_on date,
  note text not null default ''::text,
  value_paise bigint not null default 0,
  figures jsonb not null default '{}'::jsonb,
  request_hash text not null,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  closed_by uuid,
  closed_by_name text not null default ''::text,
  closed_at timestamp with time zone,
  closed_reason text not null default ''::text,
  constraint movement_pkey PRIMARY KEY (business_id, id),
  constraint movement_form CHECK ((form = ANY (ARRAY['transfer'::text, 'counter'::text, 'adjustment'::text, 'assembly'::text, 'breaking'::text, 'melting'::text, 'hallmark'::text, 'workshop'::text]))),
  constraint movement_state CHECK ((state = ANY (ARRAY['waiting'::text, 'refused'::text, 'done'::text, 'in-transit'::text, 'differs'::text, 'received'::text, 'cancelled'::text, 'out'::text, 'back'::text]))),
  constraint movement_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint movement_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint movement_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint movement_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id),
  constraint movement_business_id_to_branch_id_fkey FOREIGN KEY (business_id, to_branch_id) REFERENCES branch(business_id, id)
);
CREATE INDEX movement_branch_idx ON movement USING btree (business_id, branch_id);
CREATE INDEX movement_document_idx ON movement USING btree (business_id, document_id);
CREATE INDEX movement_list_idx ON movement USING btree (business_id, form, on_date DESC, id DESC);
CREATE INDEX movement_open_idx ON movement USING btree (business_id, state, form) WHERE (state = ANY (ARRAY['waiting'::text, 'in-transit'::text, 'differs'::text, 'out'::text]));
CREATE INDEX movement_party_idx ON movement USING btree (business_id, party_id);
CREATE INDEX movement_to_branch_idx ON movement USING btree (business_id, to_branch_id);
alter table movement enable row level security;
alter table movement force row level security;
create policy movement_of_business on movement for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table movement_event (
  business_id uuid not null,
  id uuid not null,
  movement_id uuid not null,
  kind text not null,
  words text not null default ''::text,
  amount bigint not null default 0,
  voucher_id uuid,
  by_user uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  constraint movement_event_pkey PRIMARY KEY (business_id, id),
  constraint movement_event_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint movement_event_business_id_movement_id_fkey FOREIGN KEY (business_id, movement_id) REFERENCES movement(business_id, id),
  constraint movement_event_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX movement_event_list_idx ON movement_event USING btree (business_id, movement_id, id);
CREATE INDEX movement_event_voucher_idx ON movement_event USING btree (business_id, voucher_id);
alter table movement_event enable row level security;
alter table movement_event force row level security;
create policy movement_event_of_business on movement_event for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER movement_event_is_posted BEFORE DELETE OR UPDATE ON movement_event FOR EACH ROW EXECUTE FUNCTION refuse_change('movement_event');

-- khata_app may select, insert, update, delete
create table movement_line (
  business_id uuid not null,
  movement_id uuid not null,
  line smallint not null,
  side text not null,
  item_id uuid not null,
  piece_id uuid,
  lot_id uuid,
  words text not null,
  about text not null default ''::text,
  hsn text not null default ''::text,
  unit text not null,
  quantity_milli bigint not null,
  pieces integer not null default 0,
  gross_mg bigint not null default 0,
  net_mg bigint not null default 0,
  fine_mg bigint not null default 0,
  carat_mct bigint not null default 0,
  value_paise bigint not null,
  reason text not null default ''::text,
  credit_paise bigint not null default 0,
  open_pieces integer not null default 0,
  open_milli bigint not null default 0,
  open_gross_mg bigint not null default 0,
  open_net_mg bigint not null default 0,
  open_fine_mg bigint not null default 0,
  open_carat_mct bigint not null default 0,
  open_paise bigint not null default 0,
  outcome text not null default ''::text,
  outcome_note text not null default ''::text,
  batch_id uuid,
  constraint movement_line_pkey PRIMARY KEY (business_id, movement_id, line),
  constraint movement_line_credit CHECK ((credit_paise >= 0)),
  constraint movement_line_open CHECK ((((open_milli >= 0) AND (open_milli <= quantity_milli)) AND ((open_paise >= 0) AND (open_paise <= value_paise)) AND ((open_milli > 0) OR (open_paise = 0)))),
  constraint movement_line_quantity CHECK ((quantity_milli > 0)),
  constraint movement_line_side CHECK ((side = ANY (ARRAY['out'::text, 'in'::text, 'same'::text]))),
  constraint movement_line_value CHECK ((value_paise >= 0)),
  constraint movement_line_batch_fkey FOREIGN KEY (business_id, batch_id) REFERENCES batch(business_id, id),
  constraint movement_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint movement_line_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id),
  constraint movement_line_business_id_lot_id_fkey FOREIGN KEY (business_id, lot_id) REFERENCES lot(business_id, id),
  constraint movement_line_business_id_movement_id_fkey FOREIGN KEY (business_id, movement_id) REFERENCES movement(business_id, id),
  constraint movement_line_business_id_piece_id_fkey FOREIGN KEY (business_id, piece_id) REFERENCES piece(business_id, id)
);
CREATE INDEX movement_line_batch_idx ON movement_line USING btree (business_id, batch_id) WHERE (batch_id IS NOT NULL);
CREATE INDEX movement_line_item_idx ON movement_line USING btree (business_id, item_id);
CREATE INDEX movement_line_lot_idx ON movement_line USING btree (business_id, lot_id);
CREATE INDEX movement_line_open_idx ON movement_line USING btree (business_id, movement_id) WHERE (open_milli > 0);
CREATE INDEX movement_line_piece_idx ON movement_line USING btree (business_id, piece_id);
alter table movement_line enable row level security;
alter table movement_line force row level security;
create policy movement_line_of_business on movement_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table old_gold_line (
  business_id uuid not null,
  document_id uuid not null,
  line smallint not null,
  lot_id uuid not null,
  words text not null,
  metal text not null,
  purity_id uuid not null,
  gross_mg bigint not null,
  dust_mg bigint not null,
  stone_mg bigint not null,
  net_mg bigint not null,
  touch integer not null,
  fine_mg bigint not null,
  melting_bp integer not null,
  melted_mg bigint not null,
  rate_paise bigint not null,
  board_paise bigint not null,
  value_paise bigint not null,
  photo_sha256 text,
  approved_by uuid,
  approved_by_name text not null default ''::text,
  constraint old_gold_line_pkey PRIMARY KEY (business_id, document_id, line),
  constraint old_gold_gross CHECK ((gross_mg > 0)),
  constraint old_gold_touch CHECK (((touch >= 1) AND (touch <= 10000))),
  constraint old_gold_weighs_up CHECK (((net_mg = ((gross_mg - dust_mg) - stone_mg)) AND (net_mg > 0) AND (dust_mg >= 0) AND (stone_mg >= 0))),
  constraint old_gold_line_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint old_gold_line_business_id_lot_id_fkey FOREIGN KEY (business_id, lot_id) REFERENCES lot(business_id, id),
  constraint old_gold_line_business_id_purity_id_fkey FOREIGN KEY (business_id, purity_id) REFERENCES purity(business_id, id)
);
CREATE INDEX old_gold_line_lot_idx ON old_gold_line USING btree (business_id, lot_id);
CREATE INDEX old_gold_line_purity_idx ON old_gold_line USING btree (business_id, purity_id);
alter table old_gold_line enable row level security;
alter table old_gold_line force row level security;
create policy old_gold_line_of_business on old_gold_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER old_gold_line_is_posted BEFORE DELETE OR UPDATE ON old_gold_line FOR EACH ROW EXECUTE FUNCTION refuse_change('old_gold_line');

-- khata_app may select, insert
create table old_gold_purchase (
  business_id uuid not null,
  document_id uuid not null,
  id_kind text not null,
  id_encrypted bytea not null,
  id_last4 text not null,
  is_declared boolean not null,
  declaration_version smallint not null,
  photo_sha256 text,
  constraint old_gold_purchase_pkey PRIMARY KEY (business_id, document_id),
  constraint old_gold_purchase_declared CHECK (is_declared),
  constraint old_gold_purchase_id CHECK ((id_kind = ANY (ARRAY['pan'::text, 'aadhaar'::text, 'driving-licence'::text, 'voter-id'::text, 'passport'::text, 'other'::text]))),
  constraint old_gold_purchase_last4 CHECK (((length(id_last4) >= 1) AND (length(id_last4) <= 4))),
  constraint old_gold_purchase_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id)
);
alter table old_gold_purchase enable row level security;
alter table old_gold_purchase force row level security;
create policy old_gold_purchase_of_business on old_gold_purchase for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER old_gold_purchase_is_posted BEFORE DELETE OR UPDATE ON old_gold_purchase FOR EACH ROW EXECUTE FUNCTION refuse_change('old_gold_purchase');

-- khata_app may select, insert, update, delete
create table open_item (
  business_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  side text not null,
  kind text not null,
  document_id uuid,
  voucher_id uuid not null,
  number text not null default ''::text,
  commodity text not null default 'INR'::text,
  amount bigint not null,
  open_amount bigint not null,
  on_date date not null,
  due_on date not null,
  billed_on date,
  moved_on date not null,
  is_advance boolean not null default false,
  constraint open_item_pkey PRIMARY KEY (business_id, id),
  constraint open_item_advance_is_opening CHECK (((NOT is_advance) OR (kind = 'opening'::text))),
  constraint open_item_billed_before CHECK (((billed_on IS NULL) OR ((kind = 'opening'::text) AND (billed_on <= on_date)))),
  constraint open_item_kind CHECK ((kind = ANY (ARRAY['bill'::text, 'opening'::text, 'against'::text, 'advance'::text, 'on-account'::text, 'note'::text, 'reversal'::text]))),
  constraint open_item_moves_after_it_is_made CHECK ((moved_on >= on_date)),
  constraint open_item_positive CHECK ((amount > 0)),
  constraint open_item_side CHECK ((side = ANY (ARRAY['debit'::text, 'credit'::text]))),
  constraint open_item_within_amount CHECK (((open_amount >= 0) AND (open_amount <= amount))),
  constraint open_item_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint open_item_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id),
  constraint open_item_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX open_item_bill_idx ON open_item USING btree (business_id, on_date DESC, document_id DESC) WHERE ((open_amount > 0) AND (kind = 'bill'::text));
CREATE INDEX open_item_document_idx ON open_item USING btree (business_id, document_id);
CREATE INDEX open_item_moved_idx ON open_item USING btree (business_id, due_on, moved_on) WHERE (commodity = 'INR'::text);
CREATE INDEX open_item_open_idx ON open_item USING btree (business_id, party_id, due_on) WHERE (open_amount > 0);
CREATE INDEX open_item_opening_idx ON open_item USING btree (business_id, party_id) WHERE (kind = 'opening'::text);
CREATE INDEX open_item_party_idx ON open_item USING btree (business_id, party_id, on_date);
CREATE INDEX open_item_party_moved_idx ON open_item USING btree (business_id, party_id, moved_on);
CREATE INDEX open_item_payable_idx ON open_item USING btree (business_id, due_on, id) WHERE ((open_amount > 0) AND (commodity = 'INR'::text) AND ((side = 'debit'::text) <> ((kind = ANY (ARRAY['bill'::text, 'opening'::text])) AND (NOT is_advance))));
CREATE INDEX open_item_purchase_idx ON open_item USING btree (business_id, on_date DESC, document_id DESC) WHERE ((open_amount > 0) AND (kind = 'bill'::text) AND (side = 'credit'::text) AND (commodity = 'INR'::text));
CREATE INDEX open_item_receivable_idx ON open_item USING btree (business_id, due_on, id) WHERE ((open_amount > 0) AND (commodity = 'INR'::text) AND ((side = 'debit'::text) = ((kind = ANY (ARRAY['bill'::text, 'opening'::text])) AND (NOT is_advance))));
CREATE INDEX open_item_voucher_idx ON open_item USING btree (business_id, voucher_id);
alter table open_item enable row level security;
alter table open_item force row level security;
create policy open_item_of_business on open_item for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER open_item_due AFTER INSERT OR UPDATE OF open_amount ON open_item FOR EACH ROW EXECUTE FUNCTION open_item_falls_due('open_item');
CREATE TRIGGER open_item_moves BEFORE INSERT OR DELETE OR UPDATE ON open_item FOR EACH ROW EXECUTE FUNCTION open_item_moves_by_allocation();

-- khata_app may select, insert, update, delete
create table outbox (
  business_id uuid not null,
  id uuid not null,
  topic text not null,
  payload jsonb not null,
  at timestamp with time zone not null,
  relayed_at timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY (business_id, id),
  constraint outbox_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX outbox_waiting_idx ON outbox USING btree (business_id, at) WHERE (relayed_at IS NULL);
alter table outbox enable row level security;
alter table outbox force row level security;
create policy outbox_of_business on outbox for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table outbox_done (
  business_id uuid not null,
  outbox_id uuid not null,
  queue text not null,
  at timestamp with time zone not null,
  constraint outbox_done_pkey PRIMARY KEY (business_id, outbox_id, queue),
  constraint outbox_done_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table outbox_done enable row level security;
alter table outbox_done force row level security;
create policy outbox_done_of_business on outbox_done for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table own_barcode (
  business_id uuid not null,
  last bigint not null default 0,
  constraint own_barcode_pkey PRIMARY KEY (business_id),
  constraint own_barcode_last CHECK (((last >= 0) AND (last <= 999999999))),
  constraint own_barcode_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table own_barcode enable row level security;
alter table own_barcode force row level security;
create policy own_barcode_of_business on own_barcode for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table paper (
  business_id uuid not null,
  content_hash text not null,
  kind text not null,
  bytes bytea not null,
  created_at timestamp with time zone not null,
  constraint paper_pkey PRIMARY KEY (business_id, content_hash),
  constraint paper_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table paper enable row level security;
alter table paper force row level security;
create policy paper_of_business on paper for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table party (
  business_id uuid not null,
  id uuid not null,
  name text not null,
  name_key text not null generated always as (lower(name)) stored,
  is_customer boolean not null default true,
  is_supplier boolean not null default false,
  is_karigar boolean not null default false,
  phone text not null default ''::text,
  email text not null default ''::text,
  gstin text not null default ''::text,
  pan_encrypted bytea,
  pan_index bytea,
  state text not null default ''::text,
  terms_days integer not null default 0,
  credit_limit_paise bigint,
  preferred_payment text not null default ''::text,
  locale text not null default ''::text,
  notes text not null default ''::text,
  request_hash text not null default ''::text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  archived_at timestamp with time zone,
  group_id uuid,
  constraint party_pkey PRIMARY KEY (business_id, id),
  constraint party_credit_limit CHECK ((credit_limit_paise >= 0)),
  constraint party_has_name CHECK ((name <> ''::text)),
  constraint party_is_someone CHECK ((is_customer OR is_supplier OR is_karigar)),
  constraint party_terms CHECK (((terms_days >= 0) AND (terms_days <= 3650))),
  constraint party_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint party_group_fkey FOREIGN KEY (business_id, group_id) REFERENCES party_group(business_id, id)
);
CREATE INDEX party_any_name_idx ON party USING btree (business_id, name_key, id);
CREATE INDEX party_archived_idx ON party USING btree (business_id, name_key, id) WHERE (archived_at IS NOT NULL);
CREATE INDEX party_group_idx ON party USING btree (business_id, group_id, name_key, id) WHERE (group_id IS NOT NULL);
CREATE INDEX party_gstin_idx ON party USING btree (business_id, gstin) WHERE (gstin <> ''::text);
CREATE INDEX party_karigar_idx ON party USING btree (business_id, name_key, id) WHERE (is_karigar AND (archived_at IS NULL));
CREATE INDEX party_name_idx ON party USING btree (business_id, name_key, id) WHERE (archived_at IS NULL);
CREATE INDEX party_pan_idx ON party USING btree (business_id, pan_index) WHERE (pan_index IS NOT NULL);
CREATE INDEX party_phone_idx ON party USING btree (business_id, phone) WHERE (phone <> ''::text);
CREATE INDEX party_supplier_idx ON party USING btree (business_id, name_key, id) WHERE (is_supplier AND (archived_at IS NULL));
alter table party enable row level security;
alter table party force row level security;
create policy party_of_business on party for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER party_is_found AFTER INSERT OR UPDATE OF name, phone, gstin ON party FOR EACH ROW EXECUTE FUNCTION party_is_found('party');

-- khata_app may select, insert, update, delete
create table party_address (
  business_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  kind text not null,
  address text not null,
  city text not null default ''::text,
  pin text not null default ''::text,
  state text not null default ''::text,
  constraint party_address_pkey PRIMARY KEY (business_id, id),
  constraint party_address_kind CHECK ((kind = ANY (ARRAY['billing'::text, 'delivery'::text]))),
  constraint party_address_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint party_address_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
CREATE INDEX party_address_party_idx ON party_address USING btree (business_id, party_id);
alter table party_address enable row level security;
alter table party_address force row level security;
create policy party_address_of_business on party_address for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table party_balance (
  business_id uuid not null,
  party_id uuid not null,
  commodity text not null,
  amount bigint not null,
  constraint party_balance_pkey PRIMARY KEY (business_id, party_id, commodity),
  constraint party_balance_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
CREATE INDEX party_balance_dues_idx ON party_balance USING btree (business_id, commodity, amount, party_id) WHERE (amount <> 0);
alter table party_balance enable row level security;
alter table party_balance force row level security;
create policy party_balance_of_business on party_balance for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table party_due (
  business_id uuid not null,
  party_id uuid not null,
  commodity text not null,
  stands text not null,
  due bigint not null,
  advance bigint not null,
  constraint party_due_pkey PRIMARY KEY (business_id, party_id, commodity, stands),
  constraint party_due_stands CHECK ((stands = ANY (ARRAY['receivable'::text, 'payable'::text]))),
  constraint party_due_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
CREATE INDEX party_due_list_idx ON party_due USING btree (business_id, commodity, stands, due, party_id) WHERE ((due <> 0) OR (advance <> 0));
CREATE INDEX party_due_stands_idx ON party_due USING btree (business_id, commodity, stands, party_id);
alter table party_due enable row level security;
alter table party_due force row level security;
create policy party_due_of_business on party_due for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table party_group (
  business_id uuid not null,
  id uuid not null,
  name text not null,
  name_key text not null generated always as (lower(name)) stored,
  archived_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint party_group_pkey PRIMARY KEY (business_id, id),
  constraint party_group_once UNIQUE (business_id, name_key),
  constraint party_group_has_name CHECK ((name <> ''::text)),
  constraint party_group_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table party_group enable row level security;
alter table party_group force row level security;
create policy party_group_of_business on party_group for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table party_item (
  business_id uuid not null,
  party_id uuid not null,
  item_id uuid not null,
  their_name text not null default ''::text,
  their_code text not null default ''::text,
  price_paise bigint not null default 0,
  price_on date,
  minimum_milli bigint not null default 0,
  lead_days integer,
  updated_at timestamp with time zone not null,
  constraint party_item_pkey PRIMARY KEY (business_id, party_id, item_id),
  constraint party_item_lead CHECK (((lead_days >= 0) AND (lead_days <= 365))),
  constraint party_item_minimum CHECK ((minimum_milli >= 0)),
  constraint party_item_price CHECK ((price_paise >= 0)),
  constraint party_item_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint party_item_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id),
  constraint party_item_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
CREATE INDEX party_item_last_idx ON party_item USING btree (business_id, item_id, price_on DESC NULLS LAST, updated_at DESC, party_id);
alter table party_item enable row level security;
alter table party_item force row level security;
create policy party_item_of_business on party_item for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table party_month (
  business_id uuid not null,
  party_id uuid not null,
  commodity text not null,
  month date not null,
  debit bigint not null default 0,
  credit bigint not null default 0,
  constraint party_month_pkey PRIMARY KEY (business_id, party_id, commodity, month),
  constraint party_month_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
alter table party_month enable row level security;
alter table party_month force row level security;
create policy party_month_of_business on party_month for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table party_search (
  business_id uuid not null,
  term text not null,
  party_id uuid not null,
  constraint party_search_pkey PRIMARY KEY (business_id, term, party_id),
  constraint party_search_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint party_search_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
CREATE INDEX party_search_party_idx ON party_search USING btree (business_id, party_id, term);
alter table party_search enable row level security;
alter table party_search force row level security;
create policy party_search_of_business on party_search for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table party_sheet (
  business_id uuid not null,
  party_id uuid not null,
  columns jsonb not null,
  updated_at timestamp with time zone not null,
  constraint party_sheet_pkey PRIMARY KEY (business_id, party_id),
  constraint party_sheet_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint party_sheet_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
alter table party_sheet enable row level security;
alter table party_sheet force row level security;
create policy party_sheet_of_business on party_sheet for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table password_reset (
  token_hash text not null,
  user_id uuid not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint password_reset_pkey PRIMARY KEY (token_hash),
  constraint password_reset_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id)
);
CREATE INDEX password_reset_user_idx ON password_reset USING btree (user_id);

-- khata_app may select, insert, update, delete
create table person_cash (
  business_id uuid not null,
  voucher_id uuid not null,
  document_id uuid,
  party_id uuid,
  phone text not null default ''::text,
  name_key text not null default ''::text,
  number text not null default ''::text,
  on_date date not null,
  at timestamp with time zone not null,
  in_paise bigint not null,
  out_paise bigint not null,
  constraint person_cash_pkey PRIMARY KEY (business_id, voucher_id),
  constraint person_cash_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id),
  constraint person_cash_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX person_cash_date_idx ON person_cash USING btree (business_id, on_date);
CREATE INDEX person_cash_document_idx ON person_cash USING btree (business_id, document_id) WHERE (document_id IS NOT NULL);
CREATE INDEX person_cash_name_idx ON person_cash USING btree (business_id, name_key, on_date) WHERE ((party_id IS NULL) AND (phone = ''::text));
CREATE INDEX person_cash_party_idx ON person_cash USING btree (business_id, party_id, on_date) WHERE (party_id IS NOT NULL);
CREATE INDEX person_cash_phone_idx ON person_cash USING btree (business_id, phone, on_date) WHERE ((party_id IS NULL) AND (phone <> ''::text));
alter table person_cash enable row level security;
alter table person_cash force row level security;
create policy person_cash_of_business on person_cash for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table person_lock (
  business_id uuid not null,
  is_of text not null,
  constraint person_lock_pkey PRIMARY KEY (business_id, is_of),
  constraint person_lock_hash CHECK ((is_of ~ '^[0-9a-f]{64}$'::text)),
  constraint person_lock_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table person_lock enable row level security;
alter table person_lock force row level security;
create policy person_lock_of_business on person_lock for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table piece (
  business_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  branch_id uuid not null,
  purity_id uuid not null,
  tag text not null,
  huid text not null default ''::text,
  counter text not null default ''::text,
  size text not null default ''::text,
  note text not null default ''::text,
  photo_sha256 text,
  gross_mg bigint not null,
  stone_mg bigint not null default 0,
  other_mg bigint not null default 0,
  net_mg bigint not null,
  fineness integer not null,
  fine_mg bigint not null,
  carat_mct bigint not null default 0,
  cost_paise bigint not null,
  hallmark_paise bigint not null default 0,
  other_paise bigint not null default 0,
  other_words text not null default ''::text,
  fixed_price_paise bigint,
  making_kind text,
  making_value bigint,
  wastage_kind text,
  wastage_value bigint,
  state text not null,
  document_id uuid,
  supplier_id uuid,
  came_on date not null,
  version integer not null default 1,
  request_hash text not null default ''::text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint piece_pkey PRIMARY KEY (business_id, id),
  constraint piece_tag_once UNIQUE (business_id, tag),
  constraint piece_cost CHECK ((cost_paise >= 0)),
  constraint piece_fineness CHECK (((fineness >= 1) AND (fineness <= 10000))),
  constraint piece_fixed_price CHECK ((fixed_price_paise > 0)),
  constraint piece_gross CHECK ((gross_mg > 0)),
  constraint piece_has_tag CHECK ((tag <> ''::text)),
  constraint piece_huid CHECK (((huid = ''::text) OR (huid ~ '^[A-Z0-9]{6}$'::text))),
  constraint piece_making CHECK ((making_kind = ANY (ARRAY['none'::text, 'per-gram'::text, 'percent'::text, 'fixed'::text]))),
  constraint piece_money CHECK (((hallmark_paise >= 0) AND (other_paise >= 0) AND (carat_mct >= 0))),
  constraint piece_state CHECK ((state = ANY (ARRAY['in-stock'::text, 'reserved'::text, 'on-approval'::text, 'at-hallmark'::text, 'in-transit'::text, 'sold'::text, 'melted'::text, 'missing'::text, 'gone'::text]))),
  constraint piece_tag_reads_as_a_barcode CHECK ((tag ~ '^[A-Z0-9][A-Z0-9./-]{0,19}$'::text)),
  constraint piece_wastage CHECK ((wastage_kind = ANY (ARRAY['none'::text, 'percent'::text, 'weight'::text]))),
  constraint piece_weighs_up CHECK (((net_mg = ((gross_mg - stone_mg) - other_mg)) AND (net_mg > 0) AND (stone_mg >= 0) AND (other_mg >= 0))),
  constraint piece_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint piece_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint piece_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint piece_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id),
  constraint piece_business_id_purity_id_fkey FOREIGN KEY (business_id, purity_id) REFERENCES purity(business_id, id),
  constraint piece_business_id_supplier_id_fkey FOREIGN KEY (business_id, supplier_id) REFERENCES party(business_id, id)
);
CREATE INDEX piece_branch_idx ON piece USING btree (business_id, branch_id, state, counter);
CREATE INDEX piece_came_idx ON piece USING btree (business_id, state, came_on, tag);
CREATE INDEX piece_counter_idx ON piece USING btree (business_id, counter, state, tag);
CREATE INDEX piece_document_idx ON piece USING btree (business_id, document_id);
CREATE UNIQUE INDEX piece_huid_once ON piece USING btree (business_id, huid) WHERE (huid <> ''::text);
CREATE INDEX piece_item_idx ON piece USING btree (business_id, item_id, state, tag);
CREATE INDEX piece_item_weight_idx ON piece USING btree (business_id, item_id, state, gross_mg, tag);
CREATE INDEX piece_list_idx ON piece USING btree (business_id, state, tag);
CREATE INDEX piece_purity_idx ON piece USING btree (business_id, purity_id, state, tag);
CREATE INDEX piece_supplier_idx ON piece USING btree (business_id, supplier_id) WHERE (supplier_id IS NOT NULL);
CREATE INDEX piece_weight_idx ON piece USING btree (business_id, state, gross_mg, tag);
alter table piece enable row level security;
alter table piece force row level security;
create policy piece_of_business on piece for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER piece_is_tallied AFTER INSERT OR DELETE ON piece FOR EACH ROW EXECUTE FUNCTION piece_is_tallied('piece');
CREATE TRIGGER piece_is_tallied_anew AFTER UPDATE ON piece FOR EACH ROW WHEN ((((old.state = ANY (ARRAY['in-stock'::text, 'reserved'::text, 'on-approval'::text, 'at-hallmark'::text, 'in-transit'::text])) <> (new.state = ANY (ARRAY['in-stock'::text, 'reserved'::text, 'on-approval'::text, 'at-hallmark'::text, 'in-transit'::text]))) OR (old.branch_id <> new.branch_id) OR (old.counter <> new.counter) OR (old.purity_id <> new.purity_id) OR (old.came_on <> new.came_on) OR (old.gross_mg <> new.gross_mg) OR (old.net_mg <> new.net_mg) OR (old.fine_mg <> new.fine_mg) OR (old.cost_paise <> new.cost_paise))) EXECUTE FUNCTION piece_is_tallied('piece');

-- khata_app may select, insert, update, delete
create table piece_change (
  business_id uuid not null,
  id uuid not null default gen_random_uuid(),
  branch_id uuid not null,
  item_id uuid not null,
  counter text not null,
  purity_id uuid not null,
  came_on date not null,
  pieces integer not null,
  gross_mg bigint not null,
  net_mg bigint not null,
  fine_mg bigint not null,
  value_paise bigint not null,
  constraint piece_change_pkey PRIMARY KEY (business_id, id),
  constraint piece_change_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table piece_change enable row level security;
alter table piece_change force row level security;
create policy piece_change_of_business on piece_change for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table piece_claim (
  business_id uuid not null,
  piece_id uuid not null,
  draft_id uuid not null,
  user_id uuid not null,
  user_name text not null,
  at timestamp with time zone not null,
  constraint piece_claim_pkey PRIMARY KEY (business_id, piece_id),
  constraint piece_claim_business_id_piece_id_fkey FOREIGN KEY (business_id, piece_id) REFERENCES piece(business_id, id)
);
CREATE INDEX piece_claim_draft_idx ON piece_claim USING btree (business_id, draft_id);
alter table piece_claim enable row level security;
alter table piece_claim force row level security;
create policy piece_claim_of_business on piece_claim for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table piece_event (
  business_id uuid not null,
  id uuid not null,
  piece_id uuid not null,
  kind text not null,
  from_state text,
  to_state text not null,
  branch_id uuid not null,
  counter text not null default ''::text,
  document_id uuid,
  on_date date not null,
  note text not null default ''::text,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  constraint piece_event_pkey PRIMARY KEY (business_id, id),
  constraint piece_event_kind CHECK ((kind = ANY (ARRAY['tagged'::text, 'changed'::text, 'reserved'::text, 'released'::text, 'sold'::text, 'sale-cancelled'::text, 'returned'::text, 'approval-out'::text, 'approval-back'::text, 'hallmark-out'::text, 'hallmark-back'::text, 'moved'::text, 'sent'::text, 'arrived'::text, 'melted'::text, 'missed'::text, 'found'::text, 'printed'::text, 'gone'::text, 'worked'::text]))),
  constraint piece_event_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint piece_event_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint piece_event_business_id_piece_id_fkey FOREIGN KEY (business_id, piece_id) REFERENCES piece(business_id, id)
);
CREATE INDEX piece_event_branch_idx ON piece_event USING btree (business_id, branch_id);
CREATE INDEX piece_event_document_idx ON piece_event USING btree (business_id, document_id);
CREATE INDEX piece_event_piece_idx ON piece_event USING btree (business_id, piece_id, at DESC, id DESC);
alter table piece_event enable row level security;
alter table piece_event force row level security;
create policy piece_event_of_business on piece_event for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER piece_event_is_posted BEFORE DELETE OR UPDATE ON piece_event FOR EACH ROW EXECUTE FUNCTION refuse_change('piece_event');

-- khata_app may select, insert
create table piece_line (
  business_id uuid not null,
  document_id uuid not null,
  line smallint not null,
  piece_id uuid,
  lot_id uuid,
  tag text not null,
  huid text not null,
  metal text not null,
  purity text not null,
  fineness integer not null,
  gross_mg bigint not null,
  stone_mg bigint not null,
  other_mg bigint not null,
  net_mg bigint not null,
  fine_mg bigint not null,
  carat_mct bigint not null,
  weight_mg bigint not null,
  wastage_mg bigint not null,
  rate_paise bigint not null,
  rate_basis text not null,
  making_kind text not null,
  making_value bigint not null,
  wastage_kind text not null,
  wastage_value bigint not null,
  metal_paise bigint not null,
  wastage_paise bigint not null,
  making_paise bigint not null,
  stones_paise bigint not null,
  hallmark_paise bigint not null,
  other_paise bigint not null,
  other_words text not null default ''::text,
  total_paise bigint not null,
  floor_paise bigint not null,
  stones jsonb not null default '[]'::jsonb,
  approved_by uuid,
  approved_by_name text not null default ''::text,
  constraint piece_line_pkey PRIMARY KEY (business_id, document_id, line),
  constraint piece_line_adds_up CHECK (((((((metal_paise + wastage_paise) + making_paise) + stones_paise) + hallmark_paise) + other_paise) = total_paise)),
  constraint piece_line_rate CHECK ((rate_basis = ANY (ARRAY['board'::text, 'booked'::text, 'own'::text, 'fixed'::text, 'typed'::text]))),
  constraint piece_line_business_id_document_id_line_fkey FOREIGN KEY (business_id, document_id, line) REFERENCES document_line(business_id, document_id, line),
  constraint piece_line_business_id_lot_id_fkey FOREIGN KEY (business_id, lot_id) REFERENCES lot(business_id, id),
  constraint piece_line_business_id_piece_id_fkey FOREIGN KEY (business_id, piece_id) REFERENCES piece(business_id, id)
);
CREATE INDEX piece_line_lot_idx ON piece_line USING btree (business_id, lot_id) WHERE (lot_id IS NOT NULL);
CREATE INDEX piece_line_piece_idx ON piece_line USING btree (business_id, piece_id);
alter table piece_line enable row level security;
alter table piece_line force row level security;
create policy piece_line_of_business on piece_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER piece_line_is_posted BEFORE DELETE OR UPDATE ON piece_line FOR EACH ROW EXECUTE FUNCTION refuse_change('piece_line');

-- khata_app may select, insert, update, delete
create table piece_stone (
  business_id uuid not null,
  piece_id uuid not null,
  line smallint not null,
  kind text not null,
  shape text not null default ''::text,
  quality text not null default ''::text,
  pieces integer not null,
  carat_mct bigint not null,
  basis text not null,
  rate_paise bigint not null,
  constraint piece_stone_pkey PRIMARY KEY (business_id, piece_id, line),
  constraint piece_stone_basis CHECK ((basis = ANY (ARRAY['piece'::text, 'carat'::text]))),
  constraint piece_stone_carat CHECK ((carat_mct >= 0)),
  constraint piece_stone_has_kind CHECK ((kind <> ''::text)),
  constraint piece_stone_pieces CHECK ((pieces >= 0)),
  constraint piece_stone_rate CHECK ((rate_paise >= 0)),
  constraint piece_stone_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint piece_stone_business_id_piece_id_fkey FOREIGN KEY (business_id, piece_id) REFERENCES piece(business_id, id)
);
alter table piece_stone enable row level security;
alter table piece_stone force row level security;
create policy piece_stone_of_business on piece_stone for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table piece_tally (
  business_id uuid not null,
  kind text not null,
  group_key text not null,
  branch_id uuid not null,
  pieces integer not null,
  gross_mg bigint not null,
  net_mg bigint not null,
  fine_mg bigint not null,
  value_paise bigint not null,
  constraint piece_tally_pkey PRIMARY KEY (business_id, kind, group_key, branch_id),
  constraint piece_tally_kind CHECK ((kind = ANY (ARRAY['counter'::text, 'purity'::text, 'article'::text, 'month'::text, 'weight'::text]))),
  constraint piece_tally_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table piece_tally enable row level security;
alter table piece_tally force row level security;
create policy piece_tally_of_business on piece_tally for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table point_balance (
  business_id uuid not null,
  party_id uuid not null,
  points bigint not null,
  value_paise bigint not null,
  next_expiry_on date,
  constraint point_balance_pkey PRIMARY KEY (business_id, party_id),
  constraint point_balance_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
CREATE INDEX point_balance_expiry_idx ON point_balance USING btree (business_id, next_expiry_on) WHERE (next_expiry_on IS NOT NULL);
CREATE INDEX point_balance_most_idx ON point_balance USING btree (business_id, points DESC, party_id);
alter table point_balance enable row level security;
alter table point_balance force row level security;
create policy point_balance_of_business on point_balance for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table point_move (
  business_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  kind text not null,
  on_date date not null,
  points bigint not null,
  value_paise bigint not null,
  expires_on date,
  document_id uuid,
  voucher_id uuid,
  reason text not null default ''::text,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  constraint point_move_pkey PRIMARY KEY (business_id, id),
  constraint point_move_expires CHECK (((expires_on IS NULL) OR (points > 0))),
  constraint point_move_kind CHECK ((kind = ANY (ARRAY['earned'::text, 'redeemed'::text, 'expired'::text, 'adjusted'::text, 'given-back'::text, 'taken-back'::text]))),
  constraint point_move_not_zero CHECK ((points <> 0)),
  constraint point_move_reason CHECK (((kind <> 'adjusted'::text) OR (reason <> ''::text))),
  constraint point_move_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint point_move_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id),
  constraint point_move_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX point_move_document_idx ON point_move USING btree (business_id, document_id) WHERE (document_id IS NOT NULL);
CREATE INDEX point_move_party_idx ON point_move USING btree (business_id, party_id, id DESC);
CREATE INDEX point_move_voucher_idx ON point_move USING btree (business_id, voucher_id) WHERE (voucher_id IS NOT NULL);
alter table point_move enable row level security;
alter table point_move force row level security;
create policy point_move_of_business on point_move for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER point_move_is_posted BEFORE DELETE OR UPDATE ON point_move FOR EACH ROW EXECUTE FUNCTION refuse_change('point_move');

-- khata_app may select, insert
create table point_scheme (
  business_id uuid not null,
  id uuid not null,
  from_date date not null,
  earn_by text not null,
  per bigint not null,
  point_paise bigint not null,
  min_redeem bigint not null,
  max_redeem_bp integer not null,
  expires_after_days integer,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  constraint point_scheme_pkey PRIMARY KEY (business_id, id),
  constraint point_scheme_earn_by CHECK ((earn_by = ANY (ARRAY['value'::text, 'weight'::text, 'none'::text]))),
  constraint point_scheme_expiry CHECK ((expires_after_days > 0)),
  constraint point_scheme_least CHECK ((min_redeem >= 0)),
  constraint point_scheme_most CHECK (((max_redeem_bp >= 1) AND (max_redeem_bp <= 10000))),
  constraint point_scheme_per CHECK ((per > 0)),
  constraint point_scheme_value CHECK ((point_paise > 0)),
  constraint point_scheme_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX point_scheme_from_idx ON point_scheme USING btree (business_id, from_date DESC, id DESC);
alter table point_scheme enable row level security;
alter table point_scheme force row level security;
create policy point_scheme_of_business on point_scheme for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER point_scheme_is_posted BEFORE DELETE OR UPDATE ON point_scheme FOR EACH ROW EXECUTE FUNCTION refuse_change('point_scheme');

-- khata_app may select, insert, update, delete
create table portal_directory (
  token_hash text not null,
  business_id uuid not null,
  portal_link_id uuid not null,
  constraint portal_directory_pkey PRIMARY KEY (token_hash)
);

-- khata_app may select, insert, update, delete
create table portal_link (
  business_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  token_hash text not null,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint portal_link_pkey PRIMARY KEY (business_id, id),
  constraint portal_link_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint portal_link_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
CREATE UNIQUE INDEX portal_link_live_once ON portal_link USING btree (business_id, party_id) WHERE (revoked_at IS NULL);
CREATE INDEX portal_link_party_idx ON portal_link USING btree (business_id, party_id);
alter table portal_link enable row level security;
alter table portal_link force row level security;
create policy portal_link_of_business on portal_link for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table posting (
  business_id uuid not null,
  voucher_id uuid not null,
  line smallint not null,
  account_id uuid not null,
  party_id uuid,
  commodity text not null,
  amount bigint not null,
  on_date date not null,
  constraint posting_pkey PRIMARY KEY (business_id, voucher_id, line),
  constraint posting_commodity CHECK ((commodity = ANY (ARRAY['INR'::text, 'XAU'::text, 'XAG'::text]))),
  constraint posting_not_zero CHECK ((amount <> 0)),
  constraint posting_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id),
  constraint posting_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id),
  constraint posting_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX posting_account_idx ON posting USING btree (business_id, account_id, commodity, on_date, voucher_id, line);
CREATE INDEX posting_party_idx ON posting USING btree (business_id, party_id, commodity, on_date, voucher_id, line) WHERE (party_id IS NOT NULL);
alter table posting enable row level security;
alter table posting force row level security;
create policy posting_of_business on posting for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER posting_balances AFTER INSERT ON posting FOR EACH ROW EXECUTE FUNCTION voucher_balances();
CREATE TRIGGER posting_is_posted BEFORE DELETE OR UPDATE ON posting FOR EACH ROW EXECUTE FUNCTION refuse_change('posting');

-- khata_app may select, insert, update, delete
create table price_change (
  business_id uuid not null,
  id uuid not null,
  price text not null,
  rule jsonb not null,
  chosen jsonb not null,
  items integer not null,
  request_hash text not null,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  undone_at timestamp with time zone,
  undone_by_name text not null default ''::text,
  kept integer not null default 0,
  constraint price_change_pkey PRIMARY KEY (business_id, id),
  constraint price_change_items CHECK ((items > 0)),
  constraint price_change_kept CHECK (((kept >= 0) AND (kept <= items))),
  constraint price_change_price CHECK ((price = ANY (ARRAY['sale'::text, 'purchase'::text]))),
  constraint price_change_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX price_change_newest_idx ON price_change USING btree (business_id, at DESC, id DESC);
alter table price_change enable row level security;
alter table price_change force row level security;
create policy price_change_of_business on price_change for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table price_change_kept (
  business_id uuid not null,
  change_id uuid not null,
  item_id uuid not null,
  found_paise bigint not null,
  constraint price_change_kept_pkey PRIMARY KEY (business_id, change_id, item_id),
  constraint price_change_kept_found CHECK ((found_paise >= 0)),
  constraint price_change_kept_business_id_change_id_item_id_fkey FOREIGN KEY (business_id, change_id, item_id) REFERENCES price_change_line(business_id, change_id, item_id),
  constraint price_change_kept_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table price_change_kept enable row level security;
alter table price_change_kept force row level security;
create policy price_change_kept_of_business on price_change_kept for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER price_change_kept_is_posted BEFORE DELETE OR UPDATE ON price_change_kept FOR EACH ROW EXECUTE FUNCTION refuse_change('price_change_kept');

-- khata_app may select, insert
create table price_change_line (
  business_id uuid not null,
  change_id uuid not null,
  item_id uuid not null,
  old_paise bigint not null,
  new_paise bigint not null,
  constraint price_change_line_pkey PRIMARY KEY (business_id, change_id, item_id),
  constraint price_change_line_new CHECK ((new_paise >= 0)),
  constraint price_change_line_old CHECK ((old_paise >= 0)),
  constraint price_change_line_business_id_change_id_fkey FOREIGN KEY (business_id, change_id) REFERENCES price_change(business_id, id),
  constraint price_change_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint price_change_line_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id)
);
CREATE INDEX price_change_line_item_idx ON price_change_line USING btree (business_id, item_id);
alter table price_change_line enable row level security;
alter table price_change_line force row level security;
create policy price_change_line_of_business on price_change_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER price_change_line_is_posted BEFORE DELETE OR UPDATE ON price_change_line FOR EACH ROW EXECUTE FUNCTION refuse_change('price_change_line');

-- khata_app may select, insert, update, delete
create table price_list (
  business_id uuid not null,
  id uuid not null,
  name text not null,
  group_id uuid,
  from_on date not null,
  to_on date,
  copied_from_id uuid,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint price_list_pkey PRIMARY KEY (business_id, id),
  constraint price_list_ends_after_it_begins CHECK (((to_on IS NULL) OR (to_on >= from_on))),
  constraint price_list_has_name CHECK ((name <> ''::text)),
  constraint price_list_business_id_copied_from_id_fkey FOREIGN KEY (business_id, copied_from_id) REFERENCES price_list(business_id, id),
  constraint price_list_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint price_list_business_id_group_id_fkey FOREIGN KEY (business_id, group_id) REFERENCES party_group(business_id, id)
);
CREATE INDEX price_list_copied_idx ON price_list USING btree (business_id, copied_from_id);
CREATE INDEX price_list_group_idx ON price_list USING btree (business_id, group_id);
CREATE INDEX price_list_newest_idx ON price_list USING btree (business_id, from_on DESC, id DESC);
alter table price_list enable row level security;
alter table price_list force row level security;
create policy price_list_of_business on price_list for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table price_list_line (
  business_id uuid not null,
  list_id uuid not null,
  id uuid not null,
  item_id uuid,
  category text not null default ''::text,
  min_milli bigint not null,
  price_paise bigint,
  change_bp integer,
  constraint price_list_line_pkey PRIMARY KEY (business_id, id),
  constraint price_list_line_change CHECK ((((change_bp >= '-10000'::integer) AND (change_bp <= 100000)) AND (change_bp <> 0))),
  constraint price_list_line_is_one CHECK (((price_paise IS NULL) <> (change_bp IS NULL))),
  constraint price_list_line_of_one CHECK (((item_id IS NULL) = (category <> ''::text))),
  constraint price_list_line_price CHECK ((price_paise > 0)),
  constraint price_list_line_quantity CHECK ((min_milli > 0)),
  constraint price_list_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint price_list_line_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id),
  constraint price_list_line_business_id_list_id_fkey FOREIGN KEY (business_id, list_id) REFERENCES price_list(business_id, id)
);
CREATE UNIQUE INDEX price_list_line_category_idx ON price_list_line USING btree (business_id, category, list_id, min_milli) WHERE (item_id IS NULL);
CREATE UNIQUE INDEX price_list_line_item_idx ON price_list_line USING btree (business_id, item_id, list_id, min_milli) WHERE (item_id IS NOT NULL);
CREATE INDEX price_list_line_list_idx ON price_list_line USING btree (business_id, list_id, id);
CREATE INDEX price_list_line_of_item_idx ON price_list_line USING btree (business_id, item_id);
alter table price_list_line enable row level security;
alter table price_list_line force row level security;
create policy price_list_line_of_business on price_list_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table purchase_order (
  business_id uuid not null,
  document_id uuid not null,
  state text not null,
  expected_on date not null,
  sales_order_id uuid,
  copied_from_id uuid,
  approved_by uuid,
  approved_by_name text not null default ''::text,
  approved_at timestamp with time zone,
  sent_at timestamp with time zone,
  sent_by text not null default ''::text,
  sent_how text not null default ''::text,
  closed_reason text not null default ''::text,
  terms text not null default ''::text,
  replaces_id uuid,
  constraint purchase_order_pkey PRIMARY KEY (business_id, document_id),
  constraint purchase_order_state CHECK ((state = ANY (ARRAY['waiting'::text, 'open'::text, 'part-received'::text, 'received'::text, 'short-closed'::text, 'cancelled'::text]))),
  constraint purchase_order_business_id_copied_from_id_fkey FOREIGN KEY (business_id, copied_from_id) REFERENCES document(business_id, id),
  constraint purchase_order_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint purchase_order_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint purchase_order_business_id_sales_order_id_fkey FOREIGN KEY (business_id, sales_order_id) REFERENCES document(business_id, id),
  constraint purchase_order_replaces_fkey FOREIGN KEY (business_id, replaces_id) REFERENCES document(business_id, id)
);
CREATE INDEX purchase_order_copied_idx ON purchase_order USING btree (business_id, copied_from_id);
CREATE INDEX purchase_order_expected_idx ON purchase_order USING btree (business_id, expected_on, document_id);
CREATE INDEX purchase_order_list_idx ON purchase_order USING btree (business_id, state, expected_on, document_id);
CREATE UNIQUE INDEX purchase_order_replaces_idx ON purchase_order USING btree (business_id, replaces_id);
CREATE INDEX purchase_order_sales_order_idx ON purchase_order USING btree (business_id, sales_order_id);
alter table purchase_order enable row level security;
alter table purchase_order force row level security;
create policy purchase_order_of_business on purchase_order for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table purchase_order_advance (
  business_id uuid not null,
  payment_id uuid not null,
  order_id uuid not null,
  constraint purchase_order_advance_pkey PRIMARY KEY (business_id, payment_id),
  constraint purchase_order_advance_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint purchase_order_advance_business_id_order_id_fkey FOREIGN KEY (business_id, order_id) REFERENCES document(business_id, id),
  constraint purchase_order_advance_business_id_payment_id_fkey FOREIGN KEY (business_id, payment_id) REFERENCES document(business_id, id)
);
CREATE INDEX purchase_order_advance_order_idx ON purchase_order_advance USING btree (business_id, order_id);
alter table purchase_order_advance enable row level security;
alter table purchase_order_advance force row level security;
create policy purchase_order_advance_of_business on purchase_order_advance for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table purchase_order_line (
  business_id uuid not null,
  order_id uuid not null,
  line smallint not null,
  item_id uuid not null,
  quantity_milli bigint not null,
  weight_mg bigint not null default 0,
  price_paise bigint not null,
  expected_on date not null,
  note text not null default ''::text,
  received_milli bigint not null default 0,
  closed_milli bigint not null default 0,
  their_name text not null default ''::text,
  their_code text not null default ''::text,
  constraint purchase_order_line_pkey PRIMARY KEY (business_id, order_id, line),
  constraint purchase_order_line_closed CHECK ((closed_milli >= 0)),
  constraint purchase_order_line_price CHECK ((price_paise >= 0)),
  constraint purchase_order_line_quantity CHECK ((quantity_milli > 0)),
  constraint purchase_order_line_received CHECK ((received_milli >= 0)),
  constraint purchase_order_line_weight CHECK ((weight_mg >= 0)),
  constraint purchase_order_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint purchase_order_line_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id),
  constraint purchase_order_line_business_id_order_id_fkey FOREIGN KEY (business_id, order_id) REFERENCES document(business_id, id)
);
CREATE INDEX purchase_order_line_item_idx ON purchase_order_line USING btree (business_id, item_id) WHERE ((received_milli + closed_milli) < quantity_milli);
CREATE INDEX purchase_order_line_of_item_idx ON purchase_order_line USING btree (business_id, item_id);
alter table purchase_order_line enable row level security;
alter table purchase_order_line force row level security;
create policy purchase_order_line_of_business on purchase_order_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table purchase_return (
  business_id uuid not null,
  document_id uuid not null,
  reason text not null,
  bill_id uuid,
  has_tax boolean not null,
  receipt_id uuid,
  metal text not null default ''::text,
  fine_mg bigint not null default 0,
  metal_paise bigint not null default 0,
  settled_mg bigint not null default 0,
  settled_paise bigint not null default 0,
  constraint purchase_return_pkey PRIMARY KEY (business_id, document_id),
  constraint purchase_return_fine CHECK ((fine_mg >= 0)),
  constraint purchase_return_metal CHECK ((metal_paise >= 0)),
  constraint purchase_return_reason CHECK ((reason <> ''::text)),
  constraint purchase_return_settled CHECK (((settled_mg >= 0) AND (settled_mg <= fine_mg))),
  constraint purchase_return_settled_paise CHECK ((settled_paise >= 0)),
  constraint purchase_return_business_id_bill_id_fkey FOREIGN KEY (business_id, bill_id) REFERENCES document(business_id, id),
  constraint purchase_return_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint purchase_return_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint purchase_return_business_id_receipt_id_fkey FOREIGN KEY (business_id, receipt_id) REFERENCES document(business_id, id)
);
CREATE INDEX purchase_return_bill_idx ON purchase_return USING btree (business_id, bill_id);
CREATE INDEX purchase_return_receipt_idx ON purchase_return USING btree (business_id, receipt_id);
alter table purchase_return enable row level security;
alter table purchase_return force row level security;
create policy purchase_return_of_business on purchase_return for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table purchase_return_line (
  business_id uuid not null,
  document_id uuid not null,
  line smallint not null,
  receipt_id uuid,
  receipt_line smallint,
  piece_id uuid,
  lot_id uuid,
  batch_id uuid,
  gross_mg bigint not null default 0,
  net_mg bigint not null default 0,
  fine_mg bigint not null default 0,
  carat_mct bigint not null default 0,
  cost_paise bigint not null,
  bill_line smallint,
  is_rejected boolean not null default false,
  has_input_credit boolean not null default true,
  cleared_paise bigint not null default 0,
  metal_paise bigint not null default 0,
  credited_mg bigint not null default 0,
  constraint purchase_return_line_pkey PRIMARY KEY (business_id, document_id, line),
  constraint purchase_return_line_cleared CHECK ((cleared_paise >= 0)),
  constraint purchase_return_line_business_id_batch_id_fkey FOREIGN KEY (business_id, batch_id) REFERENCES batch(business_id, id),
  constraint purchase_return_line_business_id_document_id_line_fkey FOREIGN KEY (business_id, document_id, line) REFERENCES document_line(business_id, document_id, line),
  constraint purchase_return_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint purchase_return_line_business_id_lot_id_fkey FOREIGN KEY (business_id, lot_id) REFERENCES lot(business_id, id),
  constraint purchase_return_line_business_id_piece_id_fkey FOREIGN KEY (business_id, piece_id) REFERENCES piece(business_id, id),
  constraint purchase_return_line_business_id_receipt_id_receipt_line_fkey FOREIGN KEY (business_id, receipt_id, receipt_line) REFERENCES goods_receipt_line(business_id, receipt_id, line)
);
CREATE INDEX purchase_return_line_batch_idx ON purchase_return_line USING btree (business_id, batch_id);
CREATE INDEX purchase_return_line_lot_idx ON purchase_return_line USING btree (business_id, lot_id);
CREATE INDEX purchase_return_line_piece_idx ON purchase_return_line USING btree (business_id, piece_id);
CREATE INDEX purchase_return_line_receipt_idx ON purchase_return_line USING btree (business_id, receipt_id, receipt_line);
alter table purchase_return_line enable row level security;
alter table purchase_return_line force row level security;
create policy purchase_return_line_of_business on purchase_return_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER purchase_return_line_is_posted BEFORE DELETE OR UPDATE ON purchase_return_line FOR EACH ROW EXECUTE FUNCTION refuse_change('purchase_return_line');

-- khata_app may select, insert, update, delete
create table purity (
  business_id uuid not null,
  id uuid not null,
  metal text not null,
  name text not null,
  fineness integer not null,
  is_hallmarked boolean not null default false,
  is_on_board boolean not null default true,
  place smallint not null default 0,
  archived_at timestamp with time zone,
  constraint purity_pkey PRIMARY KEY (business_id, id),
  constraint purity_once UNIQUE (business_id, metal, name),
  constraint purity_fineness CHECK (((fineness >= 1) AND (fineness <= 10000))),
  constraint purity_has_name CHECK ((name <> ''::text)),
  constraint purity_metal CHECK ((metal = ANY (ARRAY['gold'::text, 'silver'::text, 'platinum'::text]))),
  constraint purity_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table purity enable row level security;
alter table purity force row level security;
create policy purity_of_business on purity for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table rate_cut (
  business_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  party_id uuid not null,
  on_date date not null,
  fine_mg bigint not null,
  rate_paise bigint not null,
  amount_paise bigint not null,
  provisional_paise bigint not null,
  voucher_id uuid not null,
  request_hash text not null,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  undone_at timestamp with time zone,
  undone_by_name text,
  constraint rate_cut_pkey PRIMARY KEY (business_id, id),
  constraint rate_cut_amount CHECK ((amount_paise > 0)),
  constraint rate_cut_fine CHECK ((fine_mg > 0)),
  constraint rate_cut_rate CHECK ((rate_paise > 0)),
  constraint rate_cut_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES supplier_bill(business_id, document_id),
  constraint rate_cut_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint rate_cut_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id),
  constraint rate_cut_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX rate_cut_bill_idx ON rate_cut USING btree (business_id, document_id, at);
CREATE INDEX rate_cut_party_idx ON rate_cut USING btree (business_id, party_id, on_date);
CREATE INDEX rate_cut_voucher_idx ON rate_cut USING btree (business_id, voucher_id);
alter table rate_cut enable row level security;
alter table rate_cut force row level security;
create policy rate_cut_of_business on rate_cut for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table receipt_sheet (
  business_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  file_name text not null,
  headings text[] not null,
  columns jsonb not null,
  cells jsonb not null,
  total integer not null,
  pieces integer not null,
  gross_mg bigint not null,
  cost_paise bigint not null,
  faults jsonb not null default '[]'::jsonb,
  faulty integer not null default 0,
  by_user uuid,
  at timestamp with time zone not null,
  constraint receipt_sheet_pkey PRIMARY KEY (business_id, id),
  constraint receipt_sheet_total CHECK (((total >= 1) AND (total <= 5000))),
  constraint receipt_sheet_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint receipt_sheet_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
CREATE INDEX receipt_sheet_at_idx ON receipt_sheet USING btree (business_id, at);
CREATE INDEX receipt_sheet_party_idx ON receipt_sheet USING btree (business_id, party_id);
alter table receipt_sheet enable row level security;
alter table receipt_sheet force row level security;
create policy receipt_sheet_of_business on receipt_sheet for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table reorder_kept (
  business_id uuid not null,
  seq bigint not null,
  reckoned_at timestamp with time zone,
  constraint reorder_kept_pkey PRIMARY KEY (business_id),
  constraint reorder_kept_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table reorder_kept enable row level security;
alter table reorder_kept force row level security;
create policy reorder_kept_of_business on reorder_kept for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table reorder_line (
  business_id uuid not null,
  item_id uuid not null,
  branch_id uuid not null,
  supplier_id uuid not null,
  name_key text not null,
  free_milli bigint not null,
  coming_milli bigint not null,
  min_milli bigint not null,
  week_milli bigint not null,
  lead_days integer not null,
  price_paise bigint not null,
  quantity_milli bigint not null,
  amount_paise bigint not null,
  reason text not null,
  constraint reorder_line_pkey PRIMARY KEY (business_id, item_id, branch_id),
  constraint reorder_line_reason CHECK ((reason = ANY (ARRAY['minimum'::text, 'forecast'::text]))),
  constraint reorder_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX reorder_line_supplier_idx ON reorder_line USING btree (business_id, supplier_id, name_key, item_id, branch_id);
alter table reorder_line enable row level security;
alter table reorder_line force row level security;
create policy reorder_line_of_business on reorder_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table reorder_setting (
  business_id uuid not null,
  months integer not null default 6,
  review_days integer not null default 7,
  reckoned_on date,
  reckoned_at timestamp with time zone,
  constraint reorder_setting_pkey PRIMARY KEY (business_id),
  constraint reorder_setting_months CHECK ((months = ANY (ARRAY[3, 6, 12]))),
  constraint reorder_setting_review CHECK (((review_days >= 1) AND (review_days <= 90))),
  constraint reorder_setting_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table reorder_setting enable row level security;
alter table reorder_setting force row level security;
create policy reorder_setting_of_business on reorder_setting for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table reorder_sum (
  business_id uuid not null,
  supplier_id uuid not null,
  branch_id uuid not null,
  lines integer not null,
  amount_paise bigint not null,
  constraint reorder_sum_pkey PRIMARY KEY (business_id, supplier_id, branch_id),
  constraint reorder_sum_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table reorder_sum enable row level security;
alter table reorder_sum force row level security;
create policy reorder_sum_of_business on reorder_sum for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table revaluation (
  business_id uuid not null,
  id uuid not null,
  reason text not null,
  from_on date not null,
  moves integer not null default 0,
  stock_paise bigint not null default 0,
  cost_paise bigint not null default 0,
  job_id uuid,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  constraint revaluation_pkey PRIMARY KEY (business_id, id),
  constraint revaluation_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX revaluation_job_idx ON revaluation USING btree (business_id, job_id) WHERE (job_id IS NOT NULL);
CREATE INDEX revaluation_list_idx ON revaluation USING btree (business_id, at DESC, id DESC);
alter table revaluation enable row level security;
alter table revaluation force row level security;
create policy revaluation_of_business on revaluation for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table revaluation_due (
  business_id uuid not null,
  item_id uuid not null,
  branch_id uuid not null,
  from_on date not null,
  since timestamp with time zone not null,
  constraint revaluation_due_pkey PRIMARY KEY (business_id, item_id, branch_id),
  constraint revaluation_due_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint revaluation_due_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint revaluation_due_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id)
);
CREATE INDEX revaluation_due_branch_idx ON revaluation_due USING btree (business_id, branch_id);
alter table revaluation_due enable row level security;
alter table revaluation_due force row level security;
create policy revaluation_due_of_business on revaluation_due for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table revaluation_line (
  business_id uuid not null,
  revaluation_id uuid not null,
  move_id uuid not null,
  item_id uuid not null,
  branch_id uuid not null,
  before_paise bigint not null,
  after_paise bigint not null,
  voucher_id uuid,
  constraint revaluation_line_pkey PRIMARY KEY (business_id, revaluation_id, move_id),
  constraint revaluation_line_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint revaluation_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint revaluation_line_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id),
  constraint revaluation_line_business_id_move_id_fkey FOREIGN KEY (business_id, move_id) REFERENCES stock_move(business_id, id),
  constraint revaluation_line_business_id_revaluation_id_fkey FOREIGN KEY (business_id, revaluation_id) REFERENCES revaluation(business_id, id),
  constraint revaluation_line_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX revaluation_line_branch_idx ON revaluation_line USING btree (business_id, branch_id);
CREATE INDEX revaluation_line_item_idx ON revaluation_line USING btree (business_id, item_id);
CREATE INDEX revaluation_line_list_idx ON revaluation_line USING btree (business_id, revaluation_id, item_id, move_id);
CREATE INDEX revaluation_line_move_idx ON revaluation_line USING btree (business_id, move_id);
CREATE INDEX revaluation_line_voucher_idx ON revaluation_line USING btree (business_id, voucher_id);
alter table revaluation_line enable row level security;
alter table revaluation_line force row level security;
create policy revaluation_line_of_business on revaluation_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table sale_return (
  business_id uuid not null,
  document_id uuid not null,
  bill_id uuid not null,
  settle text not null,
  refund_mode text not null default ''::text,
  refund_paise bigint not null default 0,
  payment_id uuid,
  reason text not null,
  deduction_paise bigint not null default 0,
  is_tax_undone boolean not null,
  approved_by uuid,
  approved_by_name text not null default ''::text,
  owed_paise bigint not null default 0,
  constraint sale_return_pkey PRIMARY KEY (business_id, document_id),
  constraint sale_return_deduction CHECK ((deduction_paise >= 0)),
  constraint sale_return_mode CHECK ((refund_mode = ANY (ARRAY[''::text, 'cash'::text, 'upi'::text, 'bank'::text]))),
  constraint sale_return_owed CHECK ((owed_paise >= 0)),
  constraint sale_return_reason CHECK ((reason <> ''::text)),
  constraint sale_return_refund CHECK (((refund_paise > 0) = (refund_mode <> ''::text))),
  constraint sale_return_settle CHECK ((settle = ANY (ARRAY['khata'::text, 'refund'::text, 'exchange'::text]))),
  constraint sale_return_business_id_bill_id_fkey FOREIGN KEY (business_id, bill_id) REFERENCES document(business_id, id),
  constraint sale_return_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint sale_return_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint sale_return_business_id_payment_id_fkey FOREIGN KEY (business_id, payment_id) REFERENCES document(business_id, id)
);
CREATE INDEX sale_return_bill_idx ON sale_return USING btree (business_id, bill_id);
CREATE INDEX sale_return_payment_idx ON sale_return USING btree (business_id, payment_id);
alter table sale_return enable row level security;
alter table sale_return force row level security;
create policy sale_return_of_business on sale_return for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER sale_return_is_posted BEFORE DELETE OR UPDATE ON sale_return FOR EACH ROW EXECUTE FUNCTION refuse_change('sale_return');

-- khata_app may select, insert
create table sale_return_line (
  business_id uuid not null,
  document_id uuid not null,
  line smallint not null,
  bill_id uuid not null,
  bill_line smallint not null,
  part bigint not null,
  condition text not null,
  deduction_paise bigint not null default 0,
  deduction_words text not null default ''::text,
  piece_id uuid,
  lot_id uuid,
  tag text not null default ''::text,
  gross_mg bigint not null default 0,
  net_mg bigint not null default 0,
  fine_mg bigint not null default 0,
  carat_mct bigint not null default 0,
  constraint sale_return_line_pkey PRIMARY KEY (business_id, document_id, line),
  constraint sale_return_line_condition CHECK ((condition = ANY (ARRAY['stock'::text, 'old-metal'::text, 'scrap'::text]))),
  constraint sale_return_line_deduction CHECK ((deduction_paise >= 0)),
  constraint sale_return_line_part CHECK ((part > 0)),
  constraint sale_return_line_business_id_bill_id_bill_line_fkey FOREIGN KEY (business_id, bill_id, bill_line) REFERENCES document_line(business_id, document_id, line),
  constraint sale_return_line_business_id_document_id_line_fkey FOREIGN KEY (business_id, document_id, line) REFERENCES document_line(business_id, document_id, line),
  constraint sale_return_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint sale_return_line_business_id_lot_id_fkey FOREIGN KEY (business_id, lot_id) REFERENCES lot(business_id, id),
  constraint sale_return_line_business_id_piece_id_fkey FOREIGN KEY (business_id, piece_id) REFERENCES piece(business_id, id)
);
CREATE INDEX sale_return_line_bill_idx ON sale_return_line USING btree (business_id, bill_id, bill_line);
CREATE INDEX sale_return_line_lot_idx ON sale_return_line USING btree (business_id, lot_id);
CREATE INDEX sale_return_line_piece_idx ON sale_return_line USING btree (business_id, piece_id);
alter table sale_return_line enable row level security;
alter table sale_return_line force row level security;
create policy sale_return_line_of_business on sale_return_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER sale_return_line_is_posted BEFORE DELETE OR UPDATE ON sale_return_line FOR EACH ROW EXECUTE FUNCTION refuse_change('sale_return_line');

-- khata_app may select, insert, update, delete
create table sales_day (
  business_id uuid not null,
  on_date date not null,
  bills integer not null,
  total_paise bigint not null,
  taxable_paise bigint not null,
  cost_paise bigint not null,
  constraint sales_day_pkey PRIMARY KEY (business_id, on_date),
  constraint sales_day_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table sales_day enable row level security;
alter table sales_day force row level security;
create policy sales_day_of_business on sales_day for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table sales_order (
  business_id uuid not null,
  document_id uuid not null,
  due_on date not null,
  state text not null,
  rate_basis text not null,
  purity_id uuid,
  rate_paise bigint,
  rate_from timestamp with time zone,
  rate_by text not null default ''::text,
  refund_id uuid,
  constraint sales_order_pkey PRIMARY KEY (business_id, document_id),
  constraint sales_order_basis CHECK ((rate_basis = ANY (ARRAY['booked'::text, 'delivery'::text, 'by-weight'::text]))),
  constraint sales_order_books_purity CHECK (((rate_basis = 'delivery'::text) OR (purity_id IS NOT NULL))),
  constraint sales_order_books_rate CHECK (((rate_basis = 'booked'::text) = (rate_paise IS NOT NULL))),
  constraint sales_order_rate CHECK ((rate_paise > 0)),
  constraint sales_order_state CHECK ((state = ANY (ARRAY['open'::text, 'part-delivered'::text, 'delivered'::text, 'cancelled'::text]))),
  constraint sales_order_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint sales_order_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint sales_order_business_id_purity_id_fkey FOREIGN KEY (business_id, purity_id) REFERENCES purity(business_id, id),
  constraint sales_order_business_id_refund_id_fkey FOREIGN KEY (business_id, refund_id) REFERENCES document(business_id, id)
);
CREATE INDEX sales_order_list_idx ON sales_order USING btree (business_id, state, due_on, document_id);
CREATE INDEX sales_order_purity_idx ON sales_order USING btree (business_id, purity_id);
CREATE INDEX sales_order_refund_idx ON sales_order USING btree (business_id, refund_id);
alter table sales_order enable row level security;
alter table sales_order force row level security;
create policy sales_order_of_business on sales_order for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table sales_order_advance (
  business_id uuid not null,
  receipt_id uuid not null,
  order_id uuid not null,
  rate_paise bigint,
  rate_from timestamp with time zone,
  rate_by text not null default ''::text,
  booked_mg bigint not null default 0,
  constraint sales_order_advance_pkey PRIMARY KEY (business_id, receipt_id),
  constraint sales_order_advance_booked CHECK (((booked_mg >= 0) AND ((booked_mg > 0) = (rate_paise IS NOT NULL)))),
  constraint sales_order_advance_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint sales_order_advance_business_id_order_id_fkey FOREIGN KEY (business_id, order_id) REFERENCES document(business_id, id),
  constraint sales_order_advance_business_id_receipt_id_fkey FOREIGN KEY (business_id, receipt_id) REFERENCES document(business_id, id)
);
CREATE INDEX sales_order_advance_order_idx ON sales_order_advance USING btree (business_id, order_id);
alter table sales_order_advance enable row level security;
alter table sales_order_advance force row level security;
create policy sales_order_advance_of_business on sales_order_advance for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER sales_order_advance_is_posted BEFORE DELETE OR UPDATE ON sales_order_advance FOR EACH ROW EXECUTE FUNCTION refuse_change('sales_order_advance');

-- khata_app may select, insert
create table sales_order_delivery (
  business_id uuid not null,
  bill_id uuid not null,
  bill_line smallint not null,
  order_id uuid not null,
  order_line smallint not null,
  quantity_milli bigint not null,
  weight_mg bigint not null default 0,
  carat_mct bigint not null default 0,
  constraint sales_order_delivery_pkey PRIMARY KEY (business_id, bill_id, bill_line),
  constraint sales_order_delivery_quantity CHECK ((quantity_milli > 0)),
  constraint sales_order_delivery_business_id_bill_id_fkey FOREIGN KEY (business_id, bill_id) REFERENCES document(business_id, id),
  constraint sales_order_delivery_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint sales_order_delivery_business_id_order_id_order_line_fkey FOREIGN KEY (business_id, order_id, order_line) REFERENCES sales_order_line(business_id, order_id, line)
);
CREATE INDEX sales_order_delivery_order_idx ON sales_order_delivery USING btree (business_id, order_id, order_line);
alter table sales_order_delivery enable row level security;
alter table sales_order_delivery force row level security;
create policy sales_order_delivery_of_business on sales_order_delivery for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER sales_order_delivery_is_posted BEFORE DELETE OR UPDATE ON sales_order_delivery FOR EACH ROW EXECUTE FUNCTION refuse_change('sales_order_delivery');

-- khata_app may select, insert, update, delete
create table sales_order_line (
  business_id uuid not null,
  order_id uuid not null,
  line smallint not null,
  item_id uuid,
  piece_id uuid,
  purity_id uuid,
  description text not null,
  quantity_milli bigint not null,
  weight_mg bigint not null default 0,
  tolerance_bp integer not null default 0,
  size text not null default ''::text,
  stones text not null default ''::text,
  making text not null default ''::text,
  wastage text not null default ''::text,
  price_paise bigint not null default 0,
  photo_sha256 text,
  carat_mct bigint not null default 0,
  constraint sales_order_line_pkey PRIMARY KEY (business_id, order_id, line),
  constraint sales_order_line_carat CHECK ((carat_mct >= 0)),
  constraint sales_order_line_price CHECK ((price_paise >= 0)),
  constraint sales_order_line_quantity CHECK ((quantity_milli > 0)),
  constraint sales_order_line_tolerance CHECK (((tolerance_bp >= 0) AND (tolerance_bp <= 10000))),
  constraint sales_order_line_weight CHECK ((weight_mg >= 0)),
  constraint sales_order_line_words CHECK ((description <> ''::text)),
  constraint sales_order_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint sales_order_line_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id),
  constraint sales_order_line_business_id_order_id_fkey FOREIGN KEY (business_id, order_id) REFERENCES document(business_id, id),
  constraint sales_order_line_business_id_piece_id_fkey FOREIGN KEY (business_id, piece_id) REFERENCES piece(business_id, id),
  constraint sales_order_line_business_id_purity_id_fkey FOREIGN KEY (business_id, purity_id) REFERENCES purity(business_id, id)
);
CREATE INDEX sales_order_line_item_idx ON sales_order_line USING btree (business_id, item_id);
CREATE INDEX sales_order_line_piece_idx ON sales_order_line USING btree (business_id, piece_id);
CREATE INDEX sales_order_line_purity_idx ON sales_order_line USING btree (business_id, purity_id);
alter table sales_order_line enable row level security;
alter table sales_order_line force row level security;
create policy sales_order_line_of_business on sales_order_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table salesperson (
  business_id uuid not null,
  id uuid not null,
  name text not null,
  user_id uuid,
  branch_id uuid,
  commission_kind text not null default 'none'::text,
  commission_rate bigint not null default 0,
  archived_at timestamp with time zone,
  updated_at timestamp with time zone not null,
  constraint salesperson_pkey PRIMARY KEY (business_id, id),
  constraint salesperson_once UNIQUE (business_id, name),
  constraint salesperson_commission CHECK ((commission_kind = ANY (ARRAY['none'::text, 'value'::text, 'making'::text, 'per-gram'::text, 'per-line'::text]))),
  constraint salesperson_has_name CHECK ((name <> ''::text)),
  constraint salesperson_rate CHECK ((commission_rate >= 0)),
  constraint salesperson_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint salesperson_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX salesperson_branch_idx ON salesperson USING btree (business_id, branch_id);
alter table salesperson enable row level security;
alter table salesperson force row level security;
create policy salesperson_of_business on salesperson for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table series (
  business_id uuid not null,
  id uuid not null,
  document_kind text not null,
  branch_id uuid not null,
  fy text not null,
  prefix text not null,
  next bigint not null default 1,
  constraint series_pkey PRIMARY KEY (business_id, id),
  constraint series_once UNIQUE (business_id, document_kind, branch_id, fy, prefix),
  constraint series_next_positive CHECK ((next > 0)),
  constraint series_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint series_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE INDEX series_branch_idx ON series USING btree (business_id, branch_id);
alter table series enable row level security;
alter table series force row level security;
create policy series_of_business on series for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table session (
  id_hash text not null,
  user_id uuid not null,
  business_id uuid,
  data jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null default now(),
  seen_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  address text not null default ''::text,
  agent text not null default ''::text,
  constraint session_pkey PRIMARY KEY (id_hash),
  constraint session_business_id_fkey FOREIGN KEY (business_id) REFERENCES business_directory(id),
  constraint session_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id)
);
CREATE INDEX session_business_idx ON session USING btree (business_id);
CREATE INDEX session_expiry_idx ON session USING btree (expires_at);
CREATE INDEX session_user_idx ON session USING btree (user_id);

-- khata_app may select, insert
create table settlement (
  business_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  kind text not null,
  voucher_id uuid,
  on_date date not null,
  request_hash text not null,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  constraint settlement_pkey PRIMARY KEY (business_id, id),
  constraint settlement_kind CHECK ((kind = ANY (ARRAY['settle'::text, 'write-off'::text, 'discount'::text]))),
  constraint settlement_voucher CHECK (((voucher_id IS NULL) = (kind = 'settle'::text))),
  constraint settlement_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint settlement_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id),
  constraint settlement_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX settlement_moment_idx ON settlement USING btree (business_id, party_id, at);
CREATE INDEX settlement_voucher_idx ON settlement USING btree (business_id, voucher_id);
alter table settlement enable row level security;
alter table settlement force row level security;
create policy settlement_of_business on settlement for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER settlement_is_posted BEFORE DELETE OR UPDATE ON settlement FOR EACH ROW EXECUTE FUNCTION refuse_change('settlement');

-- khata_app may select, insert, update, delete
create table sheet_choice (
  business_id uuid not null,
  kind text not null,
  sheet text not null,
  constraint sheet_choice_pkey PRIMARY KEY (business_id, kind),
  constraint sheet_choice_sheet CHECK ((sheet = ANY (ARRAY['a4'::text, 'a5'::text, '80'::text, '58'::text]))),
  constraint sheet_choice_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table sheet_choice enable row level security;
alter table sheet_choice force row level security;
create policy sheet_choice_of_business on sheet_choice for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table sold_month (
  business_id uuid not null,
  split text not null,
  of_id uuid not null,
  branch_id uuid not null,
  month date not null,
  quantity_milli bigint not null,
  taxable_paise bigint not null,
  cost_paise bigint not null,
  constraint sold_month_pkey PRIMARY KEY (business_id, split, of_id, branch_id, month),
  constraint sold_month_split CHECK ((split = ANY (ARRAY['item'::text, 'salesperson'::text, 'supplier'::text]))),
  constraint sold_month_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id)
);
CREATE INDEX sold_month_branch_idx ON sold_month USING btree (business_id, branch_id);
CREATE INDEX sold_month_month_idx ON sold_month USING btree (business_id, split, month) INCLUDE (of_id, branch_id, quantity_milli, taxable_paise, cost_paise);
alter table sold_month enable row level security;
alter table sold_month force row level security;
create policy sold_month_of_business on sold_month for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table stock_count (
  business_id uuid not null,
  document_id uuid not null,
  branch_id uuid not null,
  kind text not null,
  scope text not null,
  scope_text text not null default ''::text,
  scope_id uuid,
  state text not null,
  is_blind boolean not null default false,
  tolerance_mg bigint not null default 0,
  tolerance_bp integer not null default 0,
  began_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  closed_by_name text not null default ''::text,
  approved_at timestamp with time zone,
  approved_by uuid,
  approved_by_name text not null default ''::text,
  alone_reason text not null default ''::text,
  voucher_id uuid,
  expected integer not null default 0,
  counted integer not null default 0,
  gone integer not null default 0,
  wrong integer not null default 0,
  differences integer not null default 0,
  constraint stock_count_pkey PRIMARY KEY (business_id, document_id),
  constraint stock_count_kind CHECK ((kind = ANY (ARRAY['pieces'::text, 'items'::text, 'lots'::text]))),
  constraint stock_count_scope CHECK ((scope = ANY (ARRAY['all'::text, 'counter'::text, 'category'::text, 'article'::text, 'purity'::text, 'chosen'::text]))),
  constraint stock_count_state CHECK ((state = ANY (ARRAY['open'::text, 'review'::text, 'approved'::text, 'cancelled'::text]))),
  constraint stock_count_tolerance CHECK ((tolerance_mg >= 0)),
  constraint stock_count_tolerance_percent CHECK (((tolerance_bp >= 0) AND (tolerance_bp <= 10000))),
  constraint stock_count_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint stock_count_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint stock_count_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint stock_count_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX stock_count_branch_idx ON stock_count USING btree (business_id, branch_id);
CREATE INDEX stock_count_list_idx ON stock_count USING btree (business_id, state, began_at DESC, document_id DESC);
CREATE INDEX stock_count_voucher_idx ON stock_count USING btree (business_id, voucher_id);
alter table stock_count enable row level security;
alter table stock_count force row level security;
create policy stock_count_of_business on stock_count for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table stock_count_expected (
  business_id uuid not null,
  count_id uuid not null,
  thing_id uuid not null,
  place text not null default ''::text,
  book_milli bigint not null default 0,
  book_mg bigint not null default 0,
  constraint stock_count_expected_pkey PRIMARY KEY (business_id, count_id, thing_id),
  constraint stock_count_expected_business_id_count_id_fkey FOREIGN KEY (business_id, count_id) REFERENCES stock_count(business_id, document_id)
);
alter table stock_count_expected enable row level security;
alter table stock_count_expected force row level security;
create policy stock_count_expected_of_business on stock_count_expected for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table stock_count_line (
  business_id uuid not null,
  count_id uuid not null,
  line integer not null,
  kind text not null,
  thing_id uuid,
  item_id uuid,
  code text not null,
  words text not null default ''::text,
  outcome text not null default ''::text,
  place text not null default ''::text,
  book_place text not null default ''::text,
  said text not null default ''::text,
  book_milli bigint not null default 0,
  counted_milli bigint not null default 0,
  book_mg bigint not null default 0,
  counted_mg bigint not null default 0,
  value_paise bigint not null default 0,
  moved_meanwhile boolean not null default false,
  decision text not null,
  reason text not null default ''::text,
  result text not null default ''::text,
  result_state text not null default ''::text,
  constraint stock_count_line_pkey PRIMARY KEY (business_id, count_id, line),
  constraint stock_count_line_decision CHECK ((decision = ANY (ARRAY['post'::text, 'leave'::text]))),
  constraint stock_count_line_kind CHECK ((kind = ANY (ARRAY['missing'::text, 'found'::text, 'elsewhere'::text, 'moved'::text, 'item'::text, 'lot'::text, 'uncounted'::text, 'note'::text]))),
  constraint stock_count_line_result CHECK ((result = ANY (ARRAY[''::text, 'posted'::text, 'left'::text, 'changed'::text]))),
  constraint stock_count_line_business_id_count_id_fkey FOREIGN KEY (business_id, count_id) REFERENCES stock_count(business_id, document_id),
  constraint stock_count_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint stock_count_line_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id)
);
CREATE INDEX stock_count_line_item_idx ON stock_count_line USING btree (business_id, item_id);
CREATE INDEX stock_count_line_kind_idx ON stock_count_line USING btree (business_id, count_id, kind, line);
alter table stock_count_line enable row level security;
alter table stock_count_line force row level security;
create policy stock_count_line_of_business on stock_count_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table stock_count_person (
  business_id uuid not null,
  count_id uuid not null,
  user_id uuid not null,
  name text not null,
  constraint stock_count_person_pkey PRIMARY KEY (business_id, count_id, user_id),
  constraint stock_count_person_business_id_count_id_fkey FOREIGN KEY (business_id, count_id) REFERENCES stock_count(business_id, document_id),
  constraint stock_count_person_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table stock_count_person enable row level security;
alter table stock_count_person force row level security;
create policy stock_count_person_of_business on stock_count_person for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table stock_count_place (
  business_id uuid not null,
  count_id uuid not null,
  place text not null,
  expected integer not null,
  constraint stock_count_place_pkey PRIMARY KEY (business_id, count_id, place),
  constraint stock_count_place_business_id_count_id_fkey FOREIGN KEY (business_id, count_id) REFERENCES stock_count(business_id, document_id),
  constraint stock_count_place_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table stock_count_place enable row level security;
alter table stock_count_place force row level security;
create policy stock_count_place_of_business on stock_count_place for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table stock_count_scan (
  business_id uuid not null,
  id uuid not null,
  count_id uuid not null,
  thing_id uuid,
  code text not null,
  outcome text not null,
  is_expected boolean not null default false,
  is_single boolean not null default true,
  place text not null default ''::text,
  book_place text not null default ''::text,
  words text not null default ''::text,
  note text not null default ''::text,
  quantity_milli bigint not null default 0,
  weight_mg bigint not null default 0,
  book_milli bigint not null default 0,
  book_mg bigint not null default 0,
  by_user uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_why text not null default ''::text,
  ended_by_name text not null default ''::text,
  constraint stock_count_scan_pkey PRIMARY KEY (business_id, id),
  constraint stock_count_scan_ended CHECK ((ended_why = ANY (ARRAY[''::text, 'undone'::text, 'replaced'::text, 'recount'::text]))),
  constraint stock_count_scan_outcome CHECK ((outcome = ANY (ARRAY['expected'::text, 'came'::text, 'moved'::text, 'extra'::text, 'other-branch'::text, 'missing'::text, 'sold'::text, 'on-approval'::text, 'at-hallmark'::text, 'in-transit'::text, 'melted'::text, 'gone'::text, 'unknown'::text, 'quantity'::text, 'weight'::text]))),
  constraint stock_count_scan_quantity CHECK ((quantity_milli >= 0)),
  constraint stock_count_scan_says_why CHECK (((ended_at IS NULL) = (ended_why = ''::text))),
  constraint stock_count_scan_weight CHECK ((weight_mg >= 0)),
  constraint stock_count_scan_business_id_count_id_fkey FOREIGN KEY (business_id, count_id) REFERENCES stock_count(business_id, document_id),
  constraint stock_count_scan_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE UNIQUE INDEX stock_count_scan_code_once ON stock_count_scan USING btree (business_id, count_id, code) WHERE ((ended_at IS NULL) AND (thing_id IS NULL));
CREATE INDEX stock_count_scan_mine_idx ON stock_count_scan USING btree (business_id, count_id, by_user, at DESC, id DESC) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX stock_count_scan_once ON stock_count_scan USING btree (business_id, count_id, thing_id) WHERE ((ended_at IS NULL) AND is_single AND (thing_id IS NOT NULL));
CREATE INDEX stock_count_scan_outcome_idx ON stock_count_scan USING btree (business_id, count_id, outcome, at, id) WHERE (ended_at IS NULL);
CREATE INDEX stock_count_scan_thing_idx ON stock_count_scan USING btree (business_id, count_id, thing_id, at);
alter table stock_count_scan enable row level security;
alter table stock_count_scan force row level security;
create policy stock_count_scan_of_business on stock_count_scan for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table stock_count_tally (
  business_id uuid not null,
  count_id uuid not null,
  user_id uuid not null,
  place text not null,
  name text not null,
  counted integer not null default 0,
  strange integer not null default 0,
  last_at timestamp with time zone not null,
  constraint stock_count_tally_pkey PRIMARY KEY (business_id, count_id, user_id, place),
  constraint stock_count_tally_business_id_count_id_fkey FOREIGN KEY (business_id, count_id) REFERENCES stock_count(business_id, document_id),
  constraint stock_count_tally_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table stock_count_tally enable row level security;
alter table stock_count_tally force row level security;
create policy stock_count_tally_of_business on stock_count_tally for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table stock_day (
  business_id uuid not null,
  branch_id uuid not null,
  on_date date not null,
  quantity_milli bigint not null default 0,
  value_paise bigint not null default 0,
  gross_mg bigint not null default 0,
  net_mg bigint not null default 0,
  fine_mg bigint not null default 0,
  carat_mct bigint not null default 0,
  constraint stock_day_pkey PRIMARY KEY (business_id, branch_id, on_date),
  constraint stock_day_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id)
);
alter table stock_day enable row level security;
alter table stock_day force row level security;
create policy stock_day_of_business on stock_day for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table stock_idle (
  business_id uuid not null,
  place_id uuid not null,
  days integer not null,
  items integer not null,
  value_paise bigint not null,
  on_date date not null,
  constraint stock_idle_pkey PRIMARY KEY (business_id, place_id, days),
  constraint stock_idle_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table stock_idle enable row level security;
alter table stock_idle force row level security;
create policy stock_idle_of_business on stock_idle for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table stock_level (
  business_id uuid not null,
  item_id uuid not null,
  branch_id uuid not null,
  quantity_milli bigint not null,
  value_paise bigint not null,
  allows_negative boolean not null default false,
  gross_mg bigint not null default 0,
  net_mg bigint not null default 0,
  fine_mg bigint not null default 0,
  carat_mct bigint not null default 0,
  constraint stock_level_pkey PRIMARY KEY (business_id, item_id, branch_id),
  constraint stock_level_empty_is_worthless CHECK (((quantity_milli <> 0) OR (value_paise = 0))),
  constraint stock_level_not_negative CHECK (((quantity_milli >= 0) OR allows_negative)),
  constraint stock_level_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint stock_level_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id)
);
CREATE INDEX stock_level_branch_idx ON stock_level USING btree (business_id, branch_id);
alter table stock_level enable row level security;
alter table stock_level force row level security;
create policy stock_level_of_business on stock_level for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER stock_level_stands AFTER INSERT OR DELETE ON stock_level FOR EACH ROW EXECUTE FUNCTION stock_level_stands('stock_level');
CREATE TRIGGER stock_level_stands_anew AFTER UPDATE ON stock_level FOR EACH ROW WHEN (((old.quantity_milli <> new.quantity_milli) OR (old.value_paise <> new.value_paise) OR (old.gross_mg <> new.gross_mg) OR (old.net_mg <> new.net_mg))) EXECUTE FUNCTION stock_level_stands('stock_level');

-- khata_app may select, insert, update, delete
create table stock_month (
  business_id uuid not null,
  item_id uuid not null,
  branch_id uuid not null,
  month date not null,
  in_milli bigint not null default 0,
  out_milli bigint not null default 0,
  in_paise bigint not null default 0,
  out_paise bigint not null default 0,
  sold_milli bigint not null default 0,
  sold_paise bigint not null default 0,
  bought_milli bigint not null default 0,
  bought_paise bigint not null default 0,
  gross_mg bigint not null default 0,
  net_mg bigint not null default 0,
  fine_mg bigint not null default 0,
  carat_mct bigint not null default 0,
  constraint stock_month_pkey PRIMARY KEY (business_id, item_id, branch_id, month),
  constraint stock_month_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint stock_month_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id)
);
CREATE INDEX stock_month_branch_idx ON stock_month USING btree (business_id, branch_id, month);
alter table stock_month enable row level security;
alter table stock_month force row level security;
create policy stock_month_of_business on stock_month for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table stock_move (
  business_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  branch_id uuid not null,
  kind text not null,
  quantity_milli bigint not null,
  value_paise bigint not null,
  document_id uuid,
  voucher_id uuid,
  note text not null default ''::text,
  on_date date not null,
  by_user uuid,
  at timestamp with time zone not null,
  gross_mg bigint not null default 0,
  net_mg bigint not null default 0,
  fine_mg bigint not null default 0,
  carat_mct bigint not null default 0,
  piece_id uuid,
  lot_id uuid,
  lot_pieces integer not null default 0,
  revalues_id uuid,
  batch_id uuid,
  correction_paise bigint not null default 0,
  parting uuid,
  constraint stock_move_pkey PRIMARY KEY (business_id, id),
  constraint stock_move_kind CHECK ((kind = ANY (ARRAY['opening'::text, 'sale'::text, 'sale-cancelled'::text, 'adjustment'::text, 'purchase'::text, 'purchase-cancelled'::text, 'purchase-return'::text, 'purchase-return-cancelled'::text, 'return'::text, 'return-cancelled'::text, 'old-gold'::text, 'old-gold-cancelled'::text, 'transfer'::text, 'melting'::text, 'wastage'::text, 'own-use'::text, 'sample'::text, 'assembly'::text, 'count'::text, 'revaluation'::text]))),
  constraint stock_move_not_nothing CHECK (((quantity_milli = 0) = (kind = 'revaluation'::text))),
  constraint stock_move_revalues CHECK (((revalues_id IS NOT NULL) = (kind = 'revaluation'::text))),
  constraint stock_move_batch_fkey FOREIGN KEY (business_id, batch_id) REFERENCES batch(business_id, id),
  constraint stock_move_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint stock_move_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint stock_move_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id),
  constraint stock_move_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id),
  constraint stock_move_lot_fkey FOREIGN KEY (business_id, lot_id) REFERENCES lot(business_id, id),
  constraint stock_move_piece_fkey FOREIGN KEY (business_id, piece_id) REFERENCES piece(business_id, id),
  constraint stock_move_revalues_fkey FOREIGN KEY (business_id, revalues_id) REFERENCES stock_move(business_id, id)
);
CREATE INDEX stock_move_batch_idx ON stock_move USING btree (business_id, batch_id) WHERE (batch_id IS NOT NULL);
CREATE INDEX stock_move_branch_idx ON stock_move USING btree (business_id, branch_id);
CREATE INDEX stock_move_day_idx ON stock_move USING btree (business_id, on_date DESC, id DESC);
CREATE INDEX stock_move_document_idx ON stock_move USING btree (business_id, document_id);
CREATE INDEX stock_move_item_idx ON stock_move USING btree (business_id, item_id, on_date DESC, id DESC);
CREATE INDEX stock_move_kind_idx ON stock_move USING btree (business_id, item_id, kind, on_date DESC, id DESC);
CREATE INDEX stock_move_lot_day_idx ON stock_move USING btree (business_id, lot_id, on_date) WHERE (lot_id IS NOT NULL);
CREATE INDEX stock_move_piece_idx ON stock_move USING btree (business_id, piece_id) WHERE (piece_id IS NOT NULL);
CREATE INDEX stock_move_pool_idx ON stock_move USING btree (business_id, item_id, branch_id, on_date, id);
CREATE INDEX stock_move_revalues_idx ON stock_move USING btree (business_id, revalues_id) WHERE (revalues_id IS NOT NULL);
CREATE INDEX stock_move_voucher_idx ON stock_move USING btree (business_id, voucher_id);
alter table stock_move enable row level security;
alter table stock_move force row level security;
create policy stock_move_of_business on stock_move for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER stock_move_is_posted BEFORE DELETE OR UPDATE ON stock_move FOR EACH ROW EXECUTE FUNCTION refuse_change('stock_move');
CREATE TRIGGER stock_move_is_remembered AFTER INSERT ON stock_move FOR EACH ROW WHEN ((new.quantity_milli <> 0)) EXECUTE FUNCTION stock_move_is_remembered('stock_move');

-- khata_app may select, insert, update, delete
create table stock_standing (
  business_id uuid not null,
  item_id uuid not null,
  place_id uuid not null,
  name_key text not null,
  category text not null,
  is_article boolean not null,
  is_offered boolean not null,
  low_milli bigint not null,
  quantity_milli bigint not null default 0,
  value_paise bigint not null default 0,
  gross_mg bigint not null default 0,
  net_mg bigint not null default 0,
  demand_milli bigint not null default 0,
  first_on date,
  came_on date,
  sold_on date,
  bought_on date,
  is_listed boolean not null generated always as ((is_offered OR (quantity_milli <> 0))) stored,
  idle_on date generated always as (COALESCE(sold_on, came_on)) stored,
  flag text not null generated always as (
CASE
    WHEN (quantity_milli <= 0) THEN
    CASE
        WHEN (low_milli > 0) THEN 'empty'::text
        ELSE 'out'::text
    END
    WHEN ((low_milli > 0) AND (quantity_milli <= low_milli)) THEN 'low'::text
    WHEN ((demand_milli > 0) AND (quantity_milli > (2 * demand_milli))) THEN 'excess'::text
    ELSE 'ok'::text
END) stored,
  cover_days integer not null generated always as ((
CASE
    WHEN (quantity_milli <= 0) THEN (0)::bigint
    WHEN (demand_milli <= 0) THEN (99999)::bigint
    ELSE LEAST(((quantity_milli * 90) / demand_milli), (99998)::bigint)
END)::integer) stored,
  constraint stock_standing_pkey PRIMARY KEY (business_id, item_id, place_id),
  constraint stock_standing_business_id_item_id_fkey FOREIGN KEY (business_id, item_id) REFERENCES item(business_id, id)
);
CREATE INDEX stock_standing_article_idx ON stock_standing USING btree (business_id, place_id, name_key, item_id) WHERE (is_listed AND is_article);
CREATE INDEX stock_standing_category_idx ON stock_standing USING btree (business_id, place_id, category, name_key, item_id) WHERE is_listed;
CREATE INDEX stock_standing_cover_idx ON stock_standing USING btree (business_id, place_id, cover_days, item_id) WHERE is_listed;
CREATE INDEX stock_standing_flag_cover_idx ON stock_standing USING btree (business_id, place_id, flag, cover_days, item_id) WHERE (is_listed AND (flag <> 'ok'::text));
CREATE INDEX stock_standing_flag_name_idx ON stock_standing USING btree (business_id, place_id, flag, name_key, item_id) WHERE (is_listed AND (flag <> 'ok'::text));
CREATE INDEX stock_standing_flag_value_idx ON stock_standing USING btree (business_id, place_id, flag, value_paise DESC, item_id DESC) WHERE (is_listed AND (flag <> 'ok'::text));
CREATE INDEX stock_standing_idle_idx ON stock_standing USING btree (business_id, place_id, idle_on, item_id) WHERE (quantity_milli > 0);
CREATE INDEX stock_standing_name_idx ON stock_standing USING btree (business_id, place_id, name_key, item_id);
CREATE INDEX stock_standing_value_idx ON stock_standing USING btree (business_id, place_id, value_paise DESC, item_id DESC) WHERE is_listed;
alter table stock_standing enable row level security;
alter table stock_standing force row level security;
create policy stock_standing_of_business on stock_standing for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table supplier_bill (
  business_id uuid not null,
  document_id uuid not null,
  party_id uuid not null,
  their_number text not null,
  their_date date not null,
  number_key text not null generated always as (upper(regexp_replace(their_number, '\s'::text, ''::text, 'g'::text))) stored,
  numbered_in text,
  is_reverse_charge boolean not null default false,
  basis text not null default 'rupees'::text,
  fine_mg bigint not null default 0,
  metal text not null default ''::text,
  fixed_mg bigint not null default 0,
  tds_paise bigint not null default 0,
  tds_bp integer not null default 0,
  goods_paise bigint not null default 0,
  said_paise bigint,
  has_difference boolean not null default false,
  metal_rate_paise bigint not null default 0,
  metal_paise bigint not null default 0,
  metal_fixed_paise bigint not null default 0,
  tolerance_bp integer not null default 0,
  tolerance_paise bigint not null default 0,
  constraint supplier_bill_pkey PRIMARY KEY (business_id, document_id),
  constraint supplier_bill_once UNIQUE (business_id, party_id, numbered_in, number_key),
  constraint supplier_bill_basis CHECK ((basis = ANY (ARRAY['rupees'::text, 'weight'::text]))),
  constraint supplier_bill_fine CHECK ((fine_mg >= 0)),
  constraint supplier_bill_fixed CHECK (((fixed_mg >= 0) AND (fixed_mg <= fine_mg))),
  constraint supplier_bill_goods CHECK ((goods_paise >= 0)),
  constraint supplier_bill_metal CHECK ((metal_paise >= 0)),
  constraint supplier_bill_metal_fixed CHECK (((metal_fixed_paise >= 0) AND (metal_fixed_paise <= metal_paise))),
  constraint supplier_bill_metal_rate CHECK ((metal_rate_paise >= 0)),
  constraint supplier_bill_number CHECK ((their_number <> ''::text)),
  constraint supplier_bill_said CHECK ((said_paise >= 0)),
  constraint supplier_bill_tds CHECK ((tds_paise >= 0)),
  constraint supplier_bill_tolerance CHECK ((tolerance_paise >= 0)),
  constraint supplier_bill_tolerance_bp CHECK (((tolerance_bp >= 0) AND (tolerance_bp <= 10000))),
  constraint supplier_bill_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint supplier_bill_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint supplier_bill_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id)
);
CREATE INDEX supplier_bill_differing_idx ON supplier_bill USING btree (business_id, document_id) WHERE has_difference;
CREATE INDEX supplier_bill_number_idx ON supplier_bill USING btree (business_id, number_key);
CREATE INDEX supplier_bill_unfixed_idx ON supplier_bill USING btree (business_id, party_id, document_id) WHERE ((fixed_mg < fine_mg) AND (numbered_in IS NOT NULL));
alter table supplier_bill enable row level security;
alter table supplier_bill force row level security;
create policy supplier_bill_of_business on supplier_bill for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table supplier_bill_line (
  business_id uuid not null,
  document_id uuid not null,
  line smallint not null,
  receipt_id uuid,
  receipt_line smallint,
  account_id uuid,
  has_input_credit boolean not null default true,
  cost_paise bigint not null default 0,
  landed_paise bigint not null default 0,
  constraint supplier_bill_line_pkey PRIMARY KEY (business_id, document_id, line),
  constraint supplier_bill_line_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id),
  constraint supplier_bill_line_business_id_document_id_line_fkey FOREIGN KEY (business_id, document_id, line) REFERENCES document_line(business_id, document_id, line),
  constraint supplier_bill_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint supplier_bill_line_business_id_receipt_id_receipt_line_fkey FOREIGN KEY (business_id, receipt_id, receipt_line) REFERENCES goods_receipt_line(business_id, receipt_id, line)
);
CREATE INDEX supplier_bill_line_account_idx ON supplier_bill_line USING btree (business_id, account_id);
CREATE INDEX supplier_bill_line_receipt_idx ON supplier_bill_line USING btree (business_id, receipt_id, receipt_line);
alter table supplier_bill_line enable row level security;
alter table supplier_bill_line force row level security;
create policy supplier_bill_line_of_business on supplier_bill_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER supplier_bill_line_is_posted BEFORE DELETE OR UPDATE ON supplier_bill_line FOR EACH ROW EXECUTE FUNCTION refuse_change('supplier_bill_line');

-- khata_app may select, insert, update, delete
create table tag_number (
  business_id uuid not null,
  prefix text not null,
  last bigint not null,
  constraint tag_number_pkey PRIMARY KEY (business_id, prefix),
  constraint tag_number_last CHECK ((last >= 0)),
  constraint tag_number_prefix CHECK ((prefix ~ '^[A-Z0-9]{1,6}$'::text)),
  constraint tag_number_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table tag_number enable row level security;
alter table tag_number force row level security;
create policy tag_number_of_business on tag_number for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table takeover (
  business_id uuid not null,
  updated_by uuid,
  updated_at timestamp with time zone not null,
  finished_by uuid,
  finished_by_name text not null default ''::text,
  finished_at timestamp with time zone,
  constraint takeover_pkey PRIMARY KEY (business_id),
  constraint takeover_is_finished_by_someone CHECK (((finished_at IS NULL) = (finished_by_name = ''::text))),
  constraint takeover_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table takeover enable row level security;
alter table takeover force row level security;
create policy takeover_of_business on takeover for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table takeover_line (
  business_id uuid not null,
  account_id uuid not null,
  amount bigint not null,
  constraint takeover_line_pkey PRIMARY KEY (business_id, account_id),
  constraint takeover_line_not_zero CHECK ((amount <> 0)),
  constraint takeover_line_business_id_account_id_fkey FOREIGN KEY (business_id, account_id) REFERENCES account(business_id, id),
  constraint takeover_line_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table takeover_line enable row level security;
alter table takeover_line force row level security;
create policy takeover_line_of_business on takeover_line for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table tax_day (
  business_id uuid not null,
  on_date date not null,
  side text not null,
  rate_bp integer not null,
  taxable_paise bigint not null,
  cgst_paise bigint not null,
  sgst_paise bigint not null,
  igst_paise bigint not null,
  cess_paise bigint not null,
  constraint tax_day_pkey PRIMARY KEY (business_id, on_date, side, rate_bp),
  constraint tax_day_side CHECK ((side = ANY (ARRAY['output'::text, 'credit-note'::text, 'reverse-charge'::text, 'input'::text, 'debit-note'::text, 'no-credit'::text]))),
  constraint tax_day_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table tax_day enable row level security;
alter table tax_day force row level security;
create policy tax_day_of_business on tax_day for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table throttle (
  key text not null,
  fails integer not null,
  last_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  constraint throttle_pkey PRIMARY KEY (key)
);

-- khata_app may select, insert, update, delete
create table till (
  business_id uuid not null,
  id uuid not null,
  branch_id uuid not null,
  name text not null,
  is_main boolean not null default false,
  archived_at timestamp with time zone,
  constraint till_pkey PRIMARY KEY (business_id, id),
  constraint till_once UNIQUE (business_id, branch_id, name),
  constraint till_has_name CHECK ((name <> ''::text)),
  constraint till_main_stays CHECK (((NOT is_main) OR (archived_at IS NULL))),
  constraint till_business_id_branch_id_fkey FOREIGN KEY (business_id, branch_id) REFERENCES branch(business_id, id),
  constraint till_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
CREATE UNIQUE INDEX till_main_once ON till USING btree (business_id, branch_id) WHERE is_main;
alter table till enable row level security;
alter table till force row level security;
create policy till_of_business on till for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update
create table till_session (
  business_id uuid not null,
  id uuid not null,
  till_id uuid not null,
  state text not null default 'open'::text,
  opened_at timestamp with time zone not null,
  opened_by uuid,
  opened_by_name text not null,
  left_paise bigint not null default 0,
  added_paise bigint not null default 0,
  counts integer not null default 0,
  closed_at timestamp with time zone,
  closed_by uuid,
  closed_by_name text not null default ''::text,
  expected_paise bigint,
  counted_paise bigint,
  difference_paise bigint,
  bank_paise bigint,
  safe_paise bigint,
  reason text not null default ''::text,
  counted jsonb not null default '[]'::jsonb,
  slips jsonb not null default '[]'::jsonb,
  figures jsonb not null default '{}'::jsonb,
  bank_voucher_id uuid,
  difference_voucher_id uuid,
  audit_seq bigint,
  audit_hash text not null default ''::text,
  request_hash text not null default ''::text,
  number integer not null,
  constraint till_session_pkey PRIMARY KEY (business_id, id),
  constraint till_session_number_once UNIQUE (business_id, till_id, number),
  constraint till_session_of_till UNIQUE (business_id, till_id, id),
  constraint till_session_added CHECK ((added_paise >= 0)),
  constraint till_session_adds_up CHECK (((state = 'open'::text) OR ((difference_paise = (counted_paise - expected_paise)) AND (bank_paise >= 0) AND (safe_paise >= 0) AND ((bank_paise + safe_paise) <= counted_paise)))),
  constraint till_session_closed CHECK (((state = 'closed'::text) = ((closed_at IS NOT NULL) AND (expected_paise IS NOT NULL) AND (counted_paise IS NOT NULL) AND (bank_paise IS NOT NULL) AND (safe_paise IS NOT NULL) AND (difference_paise IS NOT NULL) AND (audit_seq IS NOT NULL)))),
  constraint till_session_reason CHECK (((state = 'open'::text) OR (difference_paise = 0) OR (reason <> ''::text))),
  constraint till_session_state CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text]))),
  constraint till_session_business_id_bank_voucher_id_fkey FOREIGN KEY (business_id, bank_voucher_id) REFERENCES voucher(business_id, id),
  constraint till_session_business_id_difference_voucher_id_fkey FOREIGN KEY (business_id, difference_voucher_id) REFERENCES voucher(business_id, id),
  constraint till_session_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint till_session_business_id_till_id_fkey FOREIGN KEY (business_id, till_id) REFERENCES till(business_id, id)
);
CREATE INDEX till_session_bank_idx ON till_session USING btree (business_id, bank_voucher_id) WHERE (bank_voucher_id IS NOT NULL);
CREATE INDEX till_session_difference_idx ON till_session USING btree (business_id, difference_voucher_id) WHERE (difference_voucher_id IS NOT NULL);
CREATE INDEX till_session_list_idx ON till_session USING btree (business_id, opened_at DESC, id DESC);
CREATE UNIQUE INDEX till_session_open_once ON till_session USING btree (business_id, till_id) WHERE (state = 'open'::text);
alter table till_session enable row level security;
alter table till_session force row level security;
create policy till_session_of_business on till_session for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER till_session_is_closed BEFORE DELETE OR UPDATE ON till_session FOR EACH ROW WHEN ((old.state = 'closed'::text)) EXECUTE FUNCTION refuse_change('till_session');

-- khata_app may select, insert, update, delete
create table value_slab (
  business_id uuid not null,
  table_id uuid not null,
  from_mg bigint not null,
  making_kind text not null,
  making_list bigint not null default 0,
  making_floor bigint not null default 0,
  wastage_kind text not null,
  wastage_list bigint not null default 0,
  wastage_floor bigint not null default 0,
  constraint value_slab_pkey PRIMARY KEY (business_id, table_id, from_mg),
  constraint value_slab_floor_under_list CHECK ((((making_floor >= 0) AND (making_floor <= making_list)) AND ((wastage_floor >= 0) AND (wastage_floor <= wastage_list)))),
  constraint value_slab_from CHECK ((from_mg >= 0)),
  constraint value_slab_making CHECK ((making_kind = ANY (ARRAY['none'::text, 'per-gram'::text, 'percent'::text, 'fixed'::text]))),
  constraint value_slab_wastage CHECK ((wastage_kind = ANY (ARRAY['none'::text, 'percent'::text, 'weight'::text]))),
  constraint value_slab_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint value_slab_business_id_table_id_fkey FOREIGN KEY (business_id, table_id) REFERENCES value_table(business_id, id)
);
alter table value_slab enable row level security;
alter table value_slab force row level security;
create policy value_slab_of_business on value_slab for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table value_table (
  business_id uuid not null,
  id uuid not null,
  name text not null,
  making_on_wastage boolean not null default false,
  note text not null default ''::text,
  archived_at timestamp with time zone,
  updated_at timestamp with time zone not null,
  constraint value_table_pkey PRIMARY KEY (business_id, id),
  constraint value_table_once UNIQUE (business_id, name),
  constraint value_table_has_name CHECK ((name <> ''::text)),
  constraint value_table_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table value_table enable row level security;
alter table value_table force row level security;
create policy value_table_of_business on value_table for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table voucher (
  business_id uuid not null,
  id uuid not null,
  kind text not null,
  on_date date not null,
  number text not null default ''::text,
  party_id uuid,
  document_id uuid,
  reverses_id uuid,
  narration text not null default ''::text,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  narration_key text not null generated always as (lower("left"(narration, 60))) stored,
  till_id uuid,
  till_session_id uuid,
  constraint voucher_pkey PRIMARY KEY (business_id, id),
  constraint voucher_kind CHECK ((kind = ANY (ARRAY['sales'::text, 'purchase'::text, 'receipt'::text, 'payment'::text, 'contra'::text, 'journal'::text, 'credit-note'::text, 'debit-note'::text, 'stock-journal'::text, 'opening'::text, 'closing'::text, 'reversal'::text]))),
  constraint voucher_till_with_session CHECK (((till_id IS NULL) = (till_session_id IS NULL))),
  constraint voucher_business_id_document_id_fkey FOREIGN KEY (business_id, document_id) REFERENCES document(business_id, id),
  constraint voucher_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint voucher_business_id_party_id_fkey FOREIGN KEY (business_id, party_id) REFERENCES party(business_id, id),
  constraint voucher_business_id_reverses_id_fkey FOREIGN KEY (business_id, reverses_id) REFERENCES voucher(business_id, id),
  constraint voucher_till_session_fkey FOREIGN KEY (business_id, till_id, till_session_id) REFERENCES till_session(business_id, till_id, id)
);
CREATE INDEX voucher_closing_idx ON voucher USING btree (business_id, on_date) WHERE (kind = 'closing'::text);
CREATE INDEX voucher_date_idx ON voucher USING btree (business_id, on_date, id);
CREATE INDEX voucher_document_idx ON voucher USING btree (business_id, document_id);
CREATE INDEX voucher_kind_idx ON voucher USING btree (business_id, kind, on_date, id);
CREATE INDEX voucher_narration_idx ON voucher USING btree (business_id, narration_key, on_date DESC, id DESC) WHERE (narration <> ''::text);
CREATE INDEX voucher_number_idx ON voucher USING btree (business_id, number) WHERE ((document_id IS NULL) AND (number <> ''::text));
CREATE INDEX voucher_opening_idx ON voucher USING btree (business_id, id) WHERE (kind = 'opening'::text);
CREATE INDEX voucher_party_idx ON voucher USING btree (business_id, party_id);
CREATE INDEX voucher_rare_kind_idx ON voucher USING btree (business_id, kind, on_date DESC, id DESC) WHERE (kind = ANY (ARRAY['purchase'::text, 'contra'::text, 'journal'::text, 'credit-note'::text, 'debit-note'::text, 'stock-journal'::text, 'opening'::text, 'closing'::text, 'reversal'::text]));
CREATE UNIQUE INDEX voucher_reversed_once ON voucher USING btree (business_id, reverses_id) WHERE (reverses_id IS NOT NULL);
CREATE INDEX voucher_till_idx ON voucher USING btree (business_id, till_id, till_session_id, at) WHERE (till_id IS NOT NULL);
alter table voucher enable row level security;
alter table voucher force row level security;
create policy voucher_of_business on voucher for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER voucher_in_open_period AFTER INSERT ON voucher FOR EACH ROW EXECUTE FUNCTION voucher_is_in_open_period();
CREATE TRIGGER voucher_is_posted BEFORE DELETE OR UPDATE ON voucher FOR EACH ROW EXECUTE FUNCTION refuse_change('voucher');
CREATE TRIGGER voucher_is_seated BEFORE INSERT ON voucher FOR EACH ROW WHEN ((new.till_id IS NOT NULL)) EXECUTE FUNCTION seat_voucher();

-- khata_app may select, insert, update, delete
create table voucher_attachment (
  business_id uuid not null,
  voucher_id uuid not null,
  sha256 text not null,
  name text not null,
  size_bytes integer not null,
  by_user uuid,
  by_name text not null,
  at timestamp with time zone not null,
  constraint voucher_attachment_pkey PRIMARY KEY (business_id, voucher_id, sha256),
  constraint voucher_attachment_has_name CHECK ((name <> ''::text)),
  constraint voucher_attachment_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint voucher_attachment_business_id_sha256_fkey FOREIGN KEY (business_id, sha256) REFERENCES file(business_id, sha256),
  constraint voucher_attachment_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX voucher_attachment_file_idx ON voucher_attachment USING btree (business_id, sha256);
alter table voucher_attachment enable row level security;
alter table voucher_attachment force row level security;
create policy voucher_attachment_of_business on voucher_attachment for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table voucher_day (
  business_id uuid not null,
  kind text not null,
  on_date date not null,
  vouchers integer not null,
  amount bigint not null,
  reversed integer not null,
  reversed_amount bigint not null,
  constraint voucher_day_pkey PRIMARY KEY (business_id, kind, on_date),
  constraint voucher_day_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table voucher_day enable row level security;
alter table voucher_day force row level security;
create policy voucher_day_of_business on voucher_day for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert
create table voucher_entry (
  business_id uuid not null,
  voucher_id uuid not null,
  form text not null,
  request_hash text not null,
  taxable_paise bigint not null default 0,
  cgst_paise bigint not null default 0,
  sgst_paise bigint not null default 0,
  igst_paise bigint not null default 0,
  cess_paise bigint not null default 0,
  round_off_paise bigint not null default 0,
  rate_bp integer not null default 0,
  hsn text not null default ''::text,
  supply text not null default ''::text,
  place_of_supply text not null default ''::text,
  is_input_credit boolean not null default false,
  other_number text not null default ''::text,
  other_date date,
  reason text not null default ''::text,
  is_reverse_charge boolean not null default false,
  constraint voucher_entry_pkey PRIMARY KEY (business_id, voucher_id),
  constraint voucher_entry_form CHECK ((form = ANY (ARRAY['payment'::text, 'receipt'::text, 'contra'::text, 'journal'::text, 'debit-note'::text, 'credit-note'::text, 'expense'::text]))),
  constraint voucher_entry_halves_equal CHECK ((cgst_paise = sgst_paise)),
  constraint voucher_entry_supply CHECK ((supply = ANY (ARRAY[''::text, 'intra'::text, 'inter'::text]))),
  constraint voucher_entry_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint voucher_entry_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
alter table voucher_entry enable row level security;
alter table voucher_entry force row level security;
create policy voucher_entry_of_business on voucher_entry for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));
CREATE TRIGGER voucher_entry_is_posted BEFORE DELETE OR UPDATE ON voucher_entry FOR EACH ROW EXECUTE FUNCTION refuse_change('voucher_entry');

-- khata_app may select, insert, update, delete
create table voucher_template (
  business_id uuid not null,
  id uuid not null,
  name text not null,
  name_key text not null generated always as (lower(name)) stored,
  form text not null,
  body jsonb not null,
  by_user uuid,
  by_name text not null,
  updated_at timestamp with time zone not null,
  constraint voucher_template_pkey PRIMARY KEY (business_id, id),
  constraint voucher_template_once UNIQUE (business_id, name_key),
  constraint voucher_template_has_name CHECK ((name <> ''::text)),
  constraint voucher_template_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id)
);
alter table voucher_template enable row level security;
alter table voucher_template force row level security;
create policy voucher_template_of_business on voucher_template for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create table year_close (
  business_id uuid not null,
  id uuid not null,
  fy_label text not null,
  from_date date not null,
  to_date date not null,
  voucher_id uuid,
  capital_account_id uuid not null,
  profit_paise bigint not null,
  lock_before date,
  closed_by uuid,
  closed_by_name text not null,
  closed_at timestamp with time zone not null,
  reopened_by uuid,
  reopened_by_name text not null default ''::text,
  reopened_at timestamp with time zone,
  reopen_reason text not null default ''::text,
  constraint year_close_pkey PRIMARY KEY (business_id, id),
  constraint year_close_days CHECK ((from_date < to_date)),
  constraint year_close_business_id_capital_account_id_fkey FOREIGN KEY (business_id, capital_account_id) REFERENCES account(business_id, id),
  constraint year_close_business_id_fkey FOREIGN KEY (business_id) REFERENCES business(id),
  constraint year_close_business_id_voucher_id_fkey FOREIGN KEY (business_id, voucher_id) REFERENCES voucher(business_id, id)
);
CREATE INDEX year_close_capital_idx ON year_close USING btree (business_id, capital_account_id);
CREATE UNIQUE INDEX year_close_once ON year_close USING btree (business_id, fy_label) WHERE (reopened_at IS NULL);
CREATE INDEX year_close_voucher_idx ON year_close USING btree (business_id, voucher_id);
alter table year_close enable row level security;
alter table year_close force row level security;
create policy year_close_of_business on year_close for all using (business_id = ( SELECT current_business() AS current_business)) with check (business_id = ( SELECT current_business() AS current_business));

-- khata_app may select, insert, update, delete
create view voucher_tax with (security_invoker=true) as
 SELECT v.business_id,
    v.id AS voucher_id,
    v.on_date,
    t.side,
    t.rate_bp,
    (s.sign::numeric * t.taxable)::bigint AS taxable_paise,
    (s.sign::numeric * t.cgst)::bigint AS cgst_paise,
    (s.sign::numeric * t.sgst)::bigint AS sgst_paise,
    (s.sign::numeric * t.igst)::bigint AS igst_paise,
    (s.sign::numeric * t.cess)::bigint AS cess_paise
   FROM voucher v
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN v.reverses_id IS NULL THEN 1
                    ELSE '-1'::integer
                END AS sign) s
     JOIN voucher o ON o.business_id = v.business_id AND o.id = COALESCE(v.reverses_id, v.id)
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN o.kind = 'sales'::text THEN 'output'::text
                    ELSE 'credit-note'::text
                END AS side,
            l.rate_bp,
            sum(l.taxable_paise) AS taxable,
            sum(l.cgst_paise) AS cgst,
            sum(l.sgst_paise) AS sgst,
            sum(l.igst_paise) AS igst,
            sum(l.cess_paise) AS cess
           FROM document_line l
          WHERE l.business_id = o.business_id AND l.document_id = o.document_id AND (o.kind = 'sales'::text OR o.kind = 'credit-note'::text AND (EXISTS ( SELECT 1
                   FROM sale_return r
                  WHERE r.business_id = o.business_id AND r.document_id = o.document_id AND r.is_tax_undone)))
          GROUP BY l.rate_bp
        UNION ALL
         SELECT x.side,
            l.rate_bp,
            sum(l.taxable_paise) AS sum,
            sum(l.cgst_paise) AS sum,
            sum(l.sgst_paise) AS sum,
            sum(l.igst_paise) AS sum,
            sum(l.cess_paise) AS sum
           FROM supplier_bill b
             JOIN supplier_bill_line s_1 ON s_1.business_id = b.business_id AND s_1.document_id = b.document_id
             JOIN document_line l ON l.business_id = s_1.business_id AND l.document_id = s_1.document_id AND l.line = s_1.line
             CROSS JOIN LATERAL ( VALUES (
                        CASE
                            WHEN s_1.has_input_credit THEN 'input'::text
                            ELSE 'no-credit'::text
                        END), (
                        CASE
                            WHEN b.is_reverse_charge THEN 'reverse-charge'::text
                            ELSE NULL::text
                        END)) x(side)
          WHERE o.kind = 'purchase'::text AND b.business_id = o.business_id AND b.document_id = o.document_id AND x.side IS NOT NULL
          GROUP BY x.side, l.rate_bp
        UNION ALL
         SELECT x.side,
            l.rate_bp,
            x.sign::numeric * sum(l.taxable_paise),
            x.sign::numeric * sum(l.cgst_paise),
            x.sign::numeric * sum(l.sgst_paise),
            x.sign::numeric * sum(l.igst_paise),
            x.sign::numeric * sum(l.cess_paise)
           FROM purchase_return r
             JOIN document d ON d.business_id = r.business_id AND d.id = r.document_id
             JOIN purchase_return_line s_1 ON s_1.business_id = r.business_id AND s_1.document_id = r.document_id
             JOIN document_line l ON l.business_id = s_1.business_id AND l.document_id = s_1.document_id AND l.line = s_1.line
             CROSS JOIN LATERAL ( VALUES (
                        CASE
                            WHEN s_1.has_input_credit THEN 'debit-note'::text
                            ELSE 'no-credit'::text
                        END,
                        CASE
                            WHEN s_1.has_input_credit THEN 1
                            ELSE '-1'::integer
                        END), (
                        CASE
                            WHEN d.is_reverse_charge THEN 'reverse-charge'::text
                            ELSE NULL::text
                        END,'-1'::integer)) x(side, sign)
          WHERE o.kind = 'debit-note'::text AND r.has_tax AND r.business_id = o.business_id AND r.document_id = o.document_id AND x.side IS NOT NULL
          GROUP BY x.side, x.sign, l.rate_bp
        UNION ALL
         SELECT x.side,
            e.rate_bp,
            x.sign * e.taxable_paise,
            x.sign * e.cgst_paise,
            x.sign * e.sgst_paise,
            x.sign * e.igst_paise,
            x.sign * e.cess_paise
           FROM voucher_entry e
             CROSS JOIN LATERAL ( VALUES (
                        CASE
                            WHEN e.form = 'credit-note'::text THEN 'credit-note'::text
                            WHEN NOT e.is_input_credit THEN 'no-credit'::text
                            WHEN e.form = 'debit-note'::text THEN 'debit-note'::text
                            ELSE 'input'::text
                        END,
                        CASE
                            WHEN e.form = 'debit-note'::text AND NOT e.is_input_credit THEN '-1'::integer
                            ELSE 1
                        END), (
                        CASE
                            WHEN e.is_reverse_charge THEN 'reverse-charge'::text
                            ELSE NULL::text
                        END,1)) x(side, sign)
          WHERE e.business_id = o.business_id AND e.voucher_id = o.id AND (e.form = ANY (ARRAY['expense'::text, 'credit-note'::text, 'debit-note'::text])) AND x.side IS NOT NULL) t;

CREATE OR REPLACE FUNCTION allocation_settles()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    declare settled integer;
    begin
      if exists (select 1 from business b where b.id = new.business_id and b.lock_date >= new.on_date)
          and closed_until(new.business_id, new.by_user, new.on_date, new.at) is not null then
        raise exception 'the books are locked up to this date' using errcode = 'KH003';
      end if;
      update open_item i set open_amount = i.open_amount - new.amount, moved_on = greatest(i.moved_on, new.on_date)
        from open_item o
        where i.business_id = new.business_id and i.id in (new.from_item_id, new.to_item_id)
          and o.business_id = new.business_id and o.id in (new.from_item_id, new.to_item_id)
          and o.id <> i.id and o.party_id = i.party_id and o.commodity = i.commodity and o.side <> i.side;
      get diagnostics settled = row_count;
      if settled <> 2 then raise exception 'these items cannot settle one another' using errcode = 'KH004'; end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION article_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'DELETE' then
        update stock_standing set is_article = false where business_id = old.business_id and item_id = old.item_id;
      else
        update stock_standing set is_article = true where business_id = new.business_id and item_id = new.item_id;
      end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION audit_append(business uuid, at timestamp with time zone, by_user uuid, by_name text, action text, entity text, entity_id text, before jsonb, after jsonb)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
    declare head audit_head; next_hash bytea;
    begin
      select * into head from audit_head h where h.business_id = business for update;
      if not found then
        insert into audit_head values (business, 0, sha256(convert_to(business::text, 'UTF8')))
          on conflict do nothing;
        select * into head from audit_head h where h.business_id = business for update;
      end if;
      next_hash := audit_row_hash(head.hash, business, head.seq + 1, at, by_user, by_name, action, entity, entity_id, before, after);
      with line as (
        insert into audit_line values (business, head.seq + 1, at, by_user, by_name, action, entity, entity_id, before, after,
          head.hash, next_hash)
      )
      update audit_head h set seq = head.seq + 1, hash = next_hash where h.business_id = business;
      return head.seq + 1;
    end $function$;

CREATE OR REPLACE FUNCTION audit_append_all(business uuid, at timestamp with time zone, by_user uuid, by_name text, actions text[], entities text[], entity_ids text[], befores jsonb[], afters jsonb[])
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
    declare head audit_head; next_hash bytea;
    begin
      select * into head from audit_head h where h.business_id = business for update;
      if not found then
        insert into audit_head values (business, 0, sha256(convert_to(business::text, 'UTF8')))
          on conflict do nothing;
        select * into head from audit_head h where h.business_id = business for update;
      end if;
      for i in 1 .. cardinality(actions) loop
        next_hash := audit_row_hash(head.hash, business, head.seq + 1, at, by_user, by_name, actions[i], entities[i], entity_ids[i],
          befores[i], afters[i]);
        insert into audit_line values (business, head.seq + 1, at, by_user, by_name, actions[i], entities[i], entity_ids[i], befores[i],
          afters[i], head.hash, next_hash);
        head.seq := head.seq + 1;
        head.hash := next_hash;
      end loop;
      update audit_head h set seq = head.seq, hash = head.hash where h.business_id = business;
      return head.seq;
    end $function$;

CREATE OR REPLACE FUNCTION audit_row_hash(previous bytea, business_id uuid, seq bigint, at timestamp with time zone, by_user uuid, by_name text, action text, entity text, entity_id text, before jsonb, after jsonb)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
RETURN sha256((previous || convert_to((jsonb_build_array(business_id, seq, ((EXTRACT(epoch FROM at) * (1000000)::numeric))::bigint, by_user, by_name, action, entity, entity_id, before, after))::text, 'UTF8'::name)));

CREATE OR REPLACE FUNCTION bank_line_moves_by_match()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if pg_trigger_depth() > 1 and (to_jsonb(new) - 'open_amount') = (to_jsonb(old) - 'open_amount') then return new; end if;
      raise exception 'bank_line changes by a match only' using errcode = 'KH001';
    end $function$;

CREATE OR REPLACE FUNCTION bank_match_settles()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    declare account uuid; person uuid; moment timestamptz; whole bigint;
    begin
      select m.account_id, m.by_user, m.at, m.parts into account, person, moment, whole
        from bank_match m where m.business_id = new.business_id and m.id = new.match_id;
      if exists (select 1 from business b where b.id = new.business_id and b.lock_date >= new.on_date)
          and closed_until(new.business_id, person, new.on_date, moment) is not null then
        raise exception 'the books are locked up to this date' using errcode = 'KH003';
      end if;
      -- The last part sees all others, for they come in one statement; when it came, none can be added.
      if new.part >= whole then raise exception 'a part too many' using errcode = 'KH004'; end if;
      if new.part = whole - 1 and (select count(*) <> whole or sum(case when p.voucher_id is null then p.amount else -p.amount end) <> 0
          from bank_match_part p where p.business_id = new.business_id and p.match_id = new.match_id) then
        raise exception 'the two sides of a match differ' using errcode = 'KH004';
      end if;
      if new.bank_line_id is not null then
        update bank_line l set open_amount = l.open_amount - new.amount where l.business_id = new.business_id
          and l.id = new.bank_line_id and l.account_id = account and l.on_date = new.on_date;
        if not found then raise exception 'a line of another account' using errcode = 'KH004'; end if;
        return null;
      end if;
      select p.amount into whole from posting p where p.business_id = new.business_id and p.voucher_id = new.voucher_id
        and p.line = new.line and p.account_id = account and p.commodity = 'INR' and p.on_date = new.on_date;
      if not found then raise exception 'an entry of another account' using errcode = 'KH004'; end if;
      insert into bank_entry values (new.business_id, new.voucher_id, new.line, whole, 0) on conflict do nothing;
      update bank_entry e set matched = e.matched + new.amount
        where e.business_id = new.business_id and e.voucher_id = new.voucher_id and e.line = new.line;
      insert into bank_month as m (business_id, account_id, month, debit, credit)
        values (new.business_id, account, date_trunc('month', new.on_date::timestamp)::date,
          case when whole > 0 then new.amount else 0 end, case when whole < 0 then -new.amount else 0 end)
        on conflict (business_id, account_id, month)
          do update set debit = m.debit + excluded.debit, credit = m.credit + excluded.credit;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION challan_lot_holds()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      update lot set held_pieces = held_pieces + new.pieces - coalesce(old.pieces, 0),
        held_gross_mg = held_gross_mg + new.gross_mg - coalesce(old.gross_mg, 0),
        held_net_mg = held_net_mg + new.net_mg - coalesce(old.net_mg, 0),
        held_carat_mct = held_carat_mct + new.carat_mct - coalesce(old.carat_mct, 0)
      where business_id = new.business_id and id = new.lot_id;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION cheque_event_moves()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    declare moved integer;
    begin
      update cheque c set stage = new.to_stage, document_id = new.document_id, account_id = new.account_id, moved_on = new.on_date
        where c.business_id = new.business_id and c.id = new.cheque_id and c.stage = new.from_stage;
      get diagnostics moved = row_count;
      if moved <> 1 then raise exception 'the cheque is not at this stage' using errcode = 'KH004'; end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION cheque_moves_by_event()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    declare moving constant text[] := array['stage', 'document_id', 'account_id', 'moved_on'];
    begin
      if tg_op = 'INSERT' then
        if new.stage = 'new' then return new; end if;
      elsif tg_op = 'UPDATE' and pg_trigger_depth() > 1 and (to_jsonb(new) - moving) = (to_jsonb(old) - moving) then return new;
      end if;
      raise exception 'cheque changes by its events only' using errcode = 'KH001';
    end $function$;

CREATE OR REPLACE FUNCTION closed_until(business uuid, person uuid, day date, moment timestamp with time zone)
 RETURNS date
 LANGUAGE sql
 STABLE
AS $function$
      select b.lock_date from business b where b.id = business and (b.lock_date < day or not exists (
        select 1 from lock_exception e where e.business_id = business and e.asked_by = person
          and day between e.from_date and e.to_date and e.until > moment and e.ended_at is null))
    $function$;

CREATE OR REPLACE FUNCTION current_business()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.business_id'::text, true), ''::text))::uuid;

CREATE OR REPLACE FUNCTION document_counts_in_day()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    declare sign integer := case new.state when 'issued' then 1 else -1 end;
    begin
      insert into sales_day as d (business_id, on_date, bills, total_paise, taxable_paise, cost_paise)
        values (new.business_id, new.on_date, sign, sign * new.total_paise, sign * new.taxable_paise, sign * new.cost_paise)
        on conflict (business_id, on_date) do update set bills = d.bills + excluded.bills,
          total_paise = d.total_paise + excluded.total_paise, taxable_paise = d.taxable_paise + excluded.taxable_paise,
          cost_paise = d.cost_paise + excluded.cost_paise;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION document_stays_as_issued()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'UPDATE' and old.state = 'issued' and new.state = 'cancelled'
        and (to_jsonb(new) - array['state', 'cancelled_by', 'cancelled_at', 'cancel_reason'])
          = (to_jsonb(old) - array['state', 'cancelled_by', 'cancelled_at', 'cancel_reason']) then
        return new;
      end if;
      raise exception '% stays as it was issued', tg_argv[0] using errcode = 'KH001';
    end $function$;

CREATE OR REPLACE FUNCTION give_first_till()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      insert into till (business_id, id, branch_id, name, is_main) values (new.business_id, gen_random_uuid(), new.id, 'Till 1', true);
      return new;
    end $function$;

CREATE OR REPLACE FUNCTION item_is_found()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'UPDATE' then delete from item_search s where s.business_id = new.business_id and s.item_id = new.id; end if;
      insert into item_search (business_id, term, item_id)
        select new.business_id, t, new.id from item_terms(new.name, new.barcode, new.hsn) t;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION item_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'DELETE' then
        delete from stock_standing where business_id = old.business_id and item_id = old.id;
        return old;
      end if;
      if tg_op = 'UPDATE' then
        if new.kind <> 'goods' then
          delete from stock_standing where business_id = new.business_id and item_id = new.id;
          return null;
        end if;
        update stock_standing set name_key = new.name_key, category = new.category, is_offered = new.archived_at is null,
          low_milli = new.low_stock_milli
          where business_id = new.business_id and item_id = new.id;
      end if;
      perform stand_item(new.business_id, new.id, new.business_id);
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION item_terms(name text, barcode text, hsn text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE
BEGIN ATOMIC
 SELECT t.t
    FROM name_terms(item_terms.name) t(t)
 UNION
  SELECT lower(item_terms.barcode) AS lower
   WHERE (item_terms.barcode <> ''::text)
 UNION
  SELECT item_terms.hsn AS hsn
   WHERE (item_terms.hsn <> ''::text);
END;

CREATE OR REPLACE FUNCTION keep_cash(entry posting)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
    declare
      v voucher;
      person uuid;
      paper jsonb;
    begin
      select * into v from voucher o where o.business_id = entry.business_id and o.id = entry.voucher_id;
      if v.kind in ('opening', 'closing', 'contra') then return; end if;
      person := v.party_id;
      if person is null then
        select min(p.party_id::text)::uuid into person from posting p where p.business_id = entry.business_id and p.voucher_id = entry.voucher_id
          having count(distinct p.party_id) = 1;
      end if;
      select d.party_snapshot into paper from document d where d.business_id = v.business_id and d.id = v.document_id;
      if person is null and coalesce(paper->>'phone', '') = '' and btrim(coalesce(paper->>'name', '')) = '' then return; end if;
      if v.reverses_id is not null then
        update person_cash c set in_paise = c.in_paise + least(entry.amount, 0), out_paise = c.out_paise - greatest(entry.amount, 0)
          where c.business_id = entry.business_id and c.voucher_id = v.reverses_id;
        return;
      end if;
      insert into person_cash as c (business_id, voucher_id, document_id, party_id, phone, name_key, number, on_date, at, in_paise, out_paise)
        values (v.business_id, v.id, v.document_id, person, case when person is null then coalesce(paper->>'phone', '') else '' end,
          case when person is null then lower(btrim(coalesce(paper->>'name', ''))) else '' end, v.number, v.on_date, v.at,
          greatest(entry.amount, 0), greatest(-entry.amount, 0))
        on conflict (business_id, voucher_id) do update set in_paise = c.in_paise + excluded.in_paise,
          out_paise = c.out_paise + excluded.out_paise;
      return;
    end $function$;

CREATE OR REPLACE FUNCTION name_terms(name text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE
BEGIN ATOMIC
 WITH plain AS (
          SELECT string_to_array(btrim(regexp_replace(translate(lower(NORMALIZE(name_terms.name, NFC)), '०१२३४५६७८९૦૧૨૩૪૫૬૭૮૯'::text, '01234567890123456789'::text), '[[:space:]!-/:-@[-^_{-~‘’“”–—]+'::text, ' '::text, 'g'::text)), ' '::text) AS words
         )
  SELECT "left"(array_to_string(plain.words[i.i:], ' '::text), 80) AS "left"
    FROM plain,
     LATERAL generate_series(1, LEAST(cardinality(plain.words), 12)) i(i)
   WHERE (plain.words[i.i] <> ''::text);
END;

CREATE OR REPLACE FUNCTION open_item_falls_due()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    declare
      moved bigint := new.open_amount - case tg_op when 'UPDATE' then old.open_amount else 0 end;
      is_due boolean := new.kind in ('bill', 'opening') and not new.is_advance;
    begin
      with party as (
        insert into party_due as p (business_id, party_id, commodity, stands, due, advance)
        values (new.business_id, new.party_id, new.commodity,
          case when (new.side = 'debit') = is_due then 'receivable' else 'payable' end,
          case when is_due then moved else 0 end, case when is_due then 0 else moved end)
        on conflict (business_id, party_id, commodity, stands)
          do update set due = p.due + excluded.due, advance = p.advance + excluded.advance
      )
      insert into due_day as d (business_id, commodity, side, kind, due_on, billed_on, open_amount)
        values (new.business_id, new.commodity, new.side, case when new.is_advance then 'advance' else new.kind end, new.due_on,
          coalesce(new.billed_on, new.on_date), moved)
        on conflict (business_id, commodity, side, kind, due_on, billed_on)
          do update set open_amount = d.open_amount + excluded.open_amount;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION open_item_moves_by_allocation()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare same open_item;
  begin
    if tg_op = 'INSERT' then
      new.moved_on := new.on_date;
      if new.kind = 'opening' then new.is_advance := exists (
  select 1 from posting p join account a on a.business_id = p.business_id and a.id = p.account_id
  where p.business_id = new.business_id and p.voucher_id = new.voucher_id and p.party_id = new.party_id
    and a.role = case new.side when 'credit' then 'debtors' else 'creditors' end); end if;
      if new.open_amount = new.amount then return new; end if;
    elsif tg_op = 'UPDATE' and pg_trigger_depth() > 1 then
      same := new;
      same.open_amount := old.open_amount;
      same.moved_on := old.moved_on;
      if same is not distinct from old then return new; end if;
    end if;
    raise exception 'open_item changes by an allocation only' using errcode = 'KH001';
  end $function$;

CREATE OR REPLACE FUNCTION party_is_found()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'UPDATE' then delete from party_search s where s.business_id = new.business_id and s.party_id = new.id; end if;
      insert into party_search (business_id, term, party_id)
        select new.business_id, t, new.id from party_terms(new.name, new.phone, new.gstin) t;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION party_terms(name text, phone text, gstin text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE
BEGIN ATOMIC
 WITH plain AS (
          SELECT regexp_replace(regexp_replace(party_terms.phone, '[^0-9]'::text, ''::text, 'g'::text), '^91([0-9]{10})$'::text, '\1'::text) AS digits
         )
  SELECT t.t
    FROM name_terms(party_terms.name) t(t)
 UNION
  SELECT substr(plain.digits, i.i) AS substr
    FROM plain,
     LATERAL generate_series(1, (length(plain.digits) - 2)) i(i)
 UNION
  SELECT lower(substr(party_terms.gstin, i.i)) AS lower
    FROM unnest(ARRAY[1, 3]) i(i)
   WHERE (party_terms.gstin <> ''::text);
END;

CREATE OR REPLACE FUNCTION piece_is_tallied()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op <> 'INSERT' and old.state in ('in-stock', 'reserved', 'on-approval', 'at-hallmark', 'in-transit') then
        insert into piece_change (business_id, branch_id, item_id, counter, purity_id, came_on, pieces, gross_mg, net_mg, fine_mg, value_paise)
          values (old.business_id, old.branch_id, old.item_id, old.counter, old.purity_id, old.came_on, -1, -old.gross_mg, -old.net_mg, -old.fine_mg, -old.cost_paise);
      end if;
      if tg_op <> 'DELETE' and new.state in ('in-stock', 'reserved', 'on-approval', 'at-hallmark', 'in-transit') then
        insert into piece_change (business_id, branch_id, item_id, counter, purity_id, came_on, pieces, gross_mg, net_mg, fine_mg, value_paise)
          values (new.business_id, new.branch_id, new.item_id, new.counter, new.purity_id, new.came_on, 1, new.gross_mg, new.net_mg, new.fine_mg, new.cost_paise);
      end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception '% is append-only: correct it by a reversal', tg_argv[0] using errcode = 'KH001';
    end $function$;

CREATE OR REPLACE FUNCTION same_person(business uuid, party uuid, pan bytea, mobile text)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE
AS $function$
      with known as (
        select coalesce(pan, p.pan_index, (select k.pan_index from kyc_document k where k.business_id = business and k.party_id = party
            and k.pan_index is not null order by k.at desc limit 1)) as pan, coalesce(nullif(p.phone, ''), mobile) as phone
        from (select 1) one left join party p on p.business_id = business and p.id = party)
      select party where party is not null
      union select p.id from known n join party p on p.business_id = business and p.pan_index = n.pan
      union select k.party_id from known n join kyc_document k on k.business_id = business and k.pan_index = n.pan where k.party_id is not null
      union select p.id from known n join party p on p.business_id = business and p.phone = n.phone
        where n.phone <> '' and (n.pan is null or p.pan_index is null or p.pan_index = n.pan)
    $function$;

CREATE OR REPLACE FUNCTION seat_voucher()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    declare last record;
    begin
      select s.id into new.till_session_id from till t
        join till_session s on s.business_id = t.business_id and s.till_id = t.id and s.state = 'open'
        where t.business_id = new.business_id and t.id = new.till_id and t.archived_at is null for share of s;
      if found then return new; end if;
      select coalesce(m.id, t.id) into new.till_id from till t
        left join till m on m.business_id = t.business_id and m.branch_id = t.branch_id and m.is_main and t.archived_at is not null
        where t.business_id = new.business_id and t.id = new.till_id;
      new.till_session_id := null;
      while new.till_id is not null and new.till_session_id is null loop
        select s.id into new.till_session_id from till_session s
          where s.business_id = new.business_id and s.till_id = new.till_id and s.state = 'open' for share;
        exit when found;
        select l.number, l.closed_at, l.counted_paise - l.bank_paise - l.safe_paise as left_paise into last from till_session l
          where l.business_id = new.business_id and l.till_id = new.till_id order by l.number desc limit 1;
        insert into till_session (business_id, id, till_id, number, opened_at, opened_by, opened_by_name, left_paise)
          values (new.business_id, gen_random_uuid(), new.till_id, coalesce(last.number, 0) + 1, greatest(new.at, last.closed_at),
            new.by_user, new.by_name, coalesce(last.left_paise, 0))
          on conflict do nothing;
      end loop;
      return new;
    end $function$;

CREATE OR REPLACE FUNCTION stand_item(business uuid, item uuid, place uuid)
 RETURNS void
 LANGUAGE sql
AS $function$
      insert into stock_standing (business_id, item_id, place_id, name_key, category, is_article, is_offered, low_milli)
        select i.business_id, i.id, place, i.name_key, i.category,
          exists (select 1 from article a where a.business_id = business and a.item_id = item), i.archived_at is null, i.low_stock_milli
        from item i where i.business_id = business and i.id = item and i.kind = 'goods'
        on conflict (business_id, item_id, place_id) do nothing;
    $function$;

CREATE OR REPLACE FUNCTION stock_level_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'UPDATE' then
        update stock_standing s set quantity_milli = s.quantity_milli + new.quantity_milli - old.quantity_milli, value_paise = s.value_paise + new.value_paise - old.value_paise, gross_mg = s.gross_mg + new.gross_mg - old.gross_mg, net_mg = s.net_mg + new.net_mg - old.net_mg where s.business_id = new.business_id and s.item_id = new.item_id and s.place_id in (new.business_id, new.branch_id);
      elsif tg_op = 'INSERT' then
        perform stand_item(new.business_id, new.item_id, new.branch_id);
        perform stand_item(new.business_id, new.item_id, new.business_id);
        update stock_standing s set quantity_milli = s.quantity_milli + new.quantity_milli, value_paise = s.value_paise + new.value_paise, gross_mg = s.gross_mg + new.gross_mg, net_mg = s.net_mg + new.net_mg where s.business_id = new.business_id and s.item_id = new.item_id and s.place_id in (new.business_id, new.branch_id);
      else
        update stock_standing s set quantity_milli = s.quantity_milli - old.quantity_milli, value_paise = s.value_paise - old.value_paise, gross_mg = s.gross_mg - old.gross_mg, net_mg = s.net_mg - old.net_mg where s.business_id = old.business_id and s.item_id = old.item_id and s.place_id in (old.business_id, old.branch_id);
        delete from stock_standing where business_id = old.business_id and item_id = old.item_id and place_id = old.branch_id;
      end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION stock_move_is_remembered()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    declare places uuid[] := array[new.business_id, new.branch_id];
    begin
      if new.kind = 'sale-cancelled' then
        update stock_standing s set sold_on = (select m.on_date from stock_move m
            where m.business_id = new.business_id and m.item_id = new.item_id and m.kind = 'sale'
              and (s.place_id = new.business_id or m.branch_id = s.place_id)
              and not exists (select 1 from stock_move c where c.business_id = m.business_id and c.document_id = m.document_id
                and c.item_id = m.item_id and c.kind = 'sale-cancelled')
            order by m.on_date desc, m.id desc limit 1)
          where s.business_id = new.business_id and s.item_id = new.item_id and s.place_id = any(places);
        return null;
      end if;
      if 2 = (select count(*) from stock_standing s
          where s.business_id = new.business_id and s.item_id = new.item_id and s.place_id = any(places)
            and (new.kind <> 'sale' or s.sold_on >= new.on_date)
            and s.first_on <= new.on_date and (new.quantity_milli < 0 or s.came_on <= new.on_date)
            and (new.kind not in ('purchase', 'old-gold') or s.bought_on >= new.on_date)) then return null;
      end if;
      perform stand_item(new.business_id, new.item_id, new.branch_id);
      perform stand_item(new.business_id, new.item_id, new.business_id);
      update stock_standing s set
          sold_on = case when new.kind = 'sale' then greatest(s.sold_on, new.on_date) else s.sold_on end,
          first_on = least(s.first_on, new.on_date),
          came_on = case when new.quantity_milli > 0 then least(s.came_on, new.on_date) else s.came_on end,
          bought_on = case when new.kind in ('purchase', 'old-gold') then greatest(s.bought_on, new.on_date) else s.bought_on end
        where s.business_id = new.business_id and s.item_id = new.item_id and s.place_id = any(places);
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION voucher_balances()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    declare total numeric; is_astray boolean; lowest smallint; is_cash boolean;
    begin
      select sum(p.amount) filter (where p.commodity = new.commodity), bool_or(p.on_date <> new.on_date), min(p.line),
          (select a.money = 'cash' from account a where a.business_id = new.business_id and a.id = new.account_id)
        into total, is_astray, lowest, is_cash
        from posting p where p.business_id = new.business_id and p.voucher_id = new.voucher_id;
      -- All lines are of one day, so that the first of them stands for all beside the voucher's.
      if lowest = new.line then
        is_astray := is_astray or not exists (select 1 from voucher v
          where v.business_id = new.business_id and v.id = new.voucher_id and v.on_date = new.on_date);
      end if;
      if total <> 0 or is_astray then
        raise exception 'voucher % does not balance in %, or a line has another date', new.voucher_id, new.commodity
          using errcode = 'KH002';
      end if;
      if is_cash and new.commodity = 'INR' then perform keep_cash(new); end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION voucher_is_in_open_period()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if exists (select 1 from business b where b.id = new.business_id and b.lock_date >= new.on_date)
          and closed_until(new.business_id, new.by_user, new.on_date, new.at) is not null then
        raise exception 'the books are locked up to this date' using errcode = 'KH003';
      end if;
      return null;
    end $function$;
