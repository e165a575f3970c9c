FROM node:24-slim AS build
WORKDIR /app
# The packages change less often than the rest: their layer is kept.
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production PORT=3000
# What it needs of node_modules is in it. Owner root: the app cannot write into its own code.
COPY --from=build /app/.output ./.output
USER node
EXPOSE 3000
# A 503 for want of a ticket ends by itself, and pages go on: no reason to replace the container.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/wx/health').then(answer => answer.json()).then(({ status }) => process.exit(status === 'stopping' ? 1 : 0), () => process.exit(1))"]
# Without a shell or npm: node is PID 1, and SIGTERM reaches it.
CMD ["node", ".output/server/index.mjs"]
