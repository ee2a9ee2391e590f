import type { Knex } from 'knex'

/** Control plane: what keeps a person signed in or lets one in. Only hashes of secrets are kept. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table session (
      id_hash text primary key,
      user_id uuid not null references app_user,
      business_id uuid references business_directory,
      data jsonb not null default '{}',
      created_at timestamptz not null default now(),
      seen_at timestamptz not null default now(),
      expires_at timestamptz not null,
      address text not null default '',
      agent text not null default ''
    );
    create index session_user_idx on session (user_id);
    create index session_business_idx on session (business_id);
    create index session_expiry_idx on session (expires_at);

    create table invitation (
      token_hash text primary key,
      business_id uuid not null references business_directory,
      email text not null, name text not null, role text not null,
      invited_by uuid not null references app_user,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null, used_at timestamptz, revoked_at timestamptz
    );
    create index invitation_business_idx on invitation (business_id);
    create index invitation_invited_by_idx on invitation (invited_by);

    create table password_reset (
      token_hash text primary key,
      user_id uuid not null references app_user,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null, used_at timestamptz
    );
    create index password_reset_user_idx on password_reset (user_id);
    create table throttle (key text primary key, fails integer not null, last_at timestamptz not null, until_at timestamptz not null);
    create table portal_directory (token_hash text primary key, business_id uuid not null, portal_link_id uuid not null);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(
    'drop table portal_directory; drop table throttle; drop table password_reset; drop table invitation; drop table session;',
  )
}
