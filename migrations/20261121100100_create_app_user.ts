import type { Knex } from 'knex'

/** Control plane: people, the businesses they may enter, and their sessions. No foreign key leads to a tenant table. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table app_user (
      id uuid primary key,
      email text not null constraint app_user_email_shaped check (email like '%_@_%' and length(email) <= 254),
      name text not null constraint app_user_has_name check (name <> ''),
      password_hash text,
      locale text not null default 'en',
      theme text not null default 'system' constraint app_user_theme check (theme in ('system', 'light', 'dark')),
      created_at timestamptz not null default now(),
      disabled_at timestamptz
    );
    create unique index app_user_email_once on app_user (lower(email));

    create table business_directory (
      id uuid primary key,
      name text not null,
      kind text not null constraint business_directory_kind check (kind in ('general', 'jeweller')),
      accent text not null default 'madder',
      zone text not null default 'Asia/Kolkata',
      locale text not null default 'en',
      created_at timestamptz not null default now()
    );

    create table membership (
      business_id uuid not null references business_directory,
      user_id uuid not null references app_user,
      role text not null constraint membership_role check
        (role in ('owner', 'manager', 'cashier', 'stock-keeper', 'accountant', 'karigar', 'auditor')),
      branch_id uuid,
      joined_at timestamptz not null default now(),
      ended_at timestamptz,
      primary key (business_id, user_id)
    );
    create index membership_user_idx on membership (user_id);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table membership; drop table business_directory; drop table app_user;')
}
