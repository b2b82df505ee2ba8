# One image for every part; there is no build step, Node 24 runs the TypeScript itself:
#   docker build --build-arg SERVICE=tokens .
# SERVICE is a folder of services/, or `gateway`, or `migrate` (runs once and ends), or `streaming-worker` (streaming with ffmpeg, for its heavy jobs).
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
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --workspace stack && rm -rf /root/.npm
COPY . .
# What every start would parse and strip of its types is compiled here once. The cache names the user and the flags it is for, and a
# start only reads it.
ENV NODE_COMPILE_CACHE=/app/.compiled
RUN install -d -o node .compiled \
 && setpriv --reuid=node --regid=node --clear-groups \
      node --no-allocation-site-pretenuring -e 'for (const file of fs.globSync(["services/*/src/service.ts", "gateway/src/gateway.ts"])) import(path.resolve(file))' \
 && chown -R root:root .compiled && chmod -R a+rX .compiled
# From here on the images differ. The symlink lets CMD be in exec form, so that signals reach Node.
ARG SERVICE
RUN if [ "$SERVICE" = streaming-worker ]; then \
      apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/* \
      && install -d -o node /scratch; \
    fi
RUN case "$SERVICE" in \
      gateway) main=gateway/src/main.ts ;; \
      migrate) main=stack/src/migrate.ts ;; \
      streaming-worker) main=services/streaming/src/main.ts ;; \
      *) main="services/$SERVICE/src/main.ts" ;; \
    esac \
 && test -f "$main" && ln -s "$main" main.ts
USER node
# V8 would allocate what requests share a site with in the old generation, once it has seen some of it live long: all that hangs on
# it then outlives its request, and collecting it stops a busy gateway for 20 ms, ten times a second.
CMD ["node", "--no-allocation-site-pretenuring", "main.ts"]
