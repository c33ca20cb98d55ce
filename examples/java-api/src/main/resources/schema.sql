create table if not exists parcel (
  code text primary key,
  recipient text not null
);
create table if not exists scan (
  id bigint generated always as identity primary key,
  code text not null references parcel (code),
  place text not null,
  status text not null,
  at timestamptz not null
);
