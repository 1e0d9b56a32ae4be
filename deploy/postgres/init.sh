#!/bin/sh
# One database and one role per service; the role owns its database and can open no other. Passwords come from
# GONGJIAN_DATABASE_PASSWORD_<SERVICE>. Runs once, on an empty data folder, as PostgreSQL's superuser.
set -eu
for service in membership volunteering eldercare patrol cobuilding reporting; do
    variable="GONGJIAN_DATABASE_PASSWORD_$(echo "$service" | tr '[:lower:]' '[:upper:]')"
    eval "password=\${$variable:?}"
    psql -v ON_ERROR_STOP=1 --quiet -v service="$service" -v password="$password" <<'SQL'
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service" TEMPLATE template0 ENCODING 'UTF8';
REVOKE CONNECT ON DATABASE :"service" FROM PUBLIC;
SQL
done
