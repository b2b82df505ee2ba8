#!/bin/sh
# Makes the bucket `lyceum` and an account that may use it and nothing else. Safe to run again; a changed key takes effect.
set -eu

read_secret() { read -r secret </run/secrets/"$1" || [ -n "$secret" ]; printf %s "$secret"; }

# In the environment and on standard input: arguments can be read by everybody on the machine.
MC_HOST_store="http://$(read_secret S3_ROOT_USER):$(read_secret S3_ROOT_PASSWORD)@minio:9000"
export MC_HOST_store
user=$(read_secret S3_ACCESS_KEY)

mc mb --ignore-existing store/lyceum
mc admin policy create store lyceum /policy.json
printf '%s\n%s\n' "$user" "$(read_secret S3_SECRET_KEY)" | mc admin user add store
case $(mc admin user info store "$user" --json) in
  *'"policyName":"lyceum"'*) ;;
  *) mc admin policy attach store lyceum --user "$user" ;;
esac
