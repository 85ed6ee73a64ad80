create table effect (id bigint generated always as identity primary key, thing text not null, revision bigint not null);
