# The cloud API. Build it in the root of the repository: docker build --tag flashfusion-cloud .
FROM node:24-bookworm-slim AS packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY scripts/cloud-package.ts scripts/repository.ts scripts/
COPY contract/cloud contract/cloud
COPY cloud-api cloud-api
# The versions of package-lock.json, but only of what the cloud API imports.
RUN node scripts/cloud-package.ts \
 && npm install --package-lock-only --ignore-scripts \
 && npm ci --omit=dev --omit=optional --omit=peer --ignore-scripts \
 && rm -rf scripts /root/.npm

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4400 DATA_FOLDER=/data
RUN install --directory --owner=node --group=node --mode=0700 /data
WORKDIR /app
COPY --from=packages /build ./
USER node
VOLUME /data
EXPOSE 4400
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself, so that SIGTERM reaches it: it lets open connections end.
CMD ["node", "cloud-api/main.ts"]
