# One image for every part; there is no build step, Node 24 runs the TypeScript itself:
#   docker build --build-arg SERVICE=tokens .
# SERVICE is a folder of services/, or `gateway`, or `migrate` (runs once and ends).
FROM node:24-bookworm-slim AS manifests
WORKDIR /app
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=manifests /app ./
# The stack depends on every service and on the gateway, so this one closure serves all images. Its optional packages are
# needed (the binary of @node-rs/argon2 is one); those of the root, Node and PostgreSQL for machines without Docker, are not in it.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --workspace packages/stack && rm -rf /root/.npm
COPY . .
# From here on the images differ. The symlink lets CMD be in exec form, so that signals reach Node.
ARG SERVICE
RUN case "$SERVICE" in \
      gateway) main=gateway/src/main.ts ;; \
      migrate) main=packages/stack/src/migrate.ts ;; \
      *) main="services/$SERVICE/src/main.ts" ;; \
    esac \
 && test -f "$main" && ln -s "$main" main.ts
USER node
CMD ["node", "main.ts"]
