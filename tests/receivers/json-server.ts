// json-server, a REST server of others (npm), with a list of complaints: what it takes and answers is its own, not ours.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export async function jsonServer() {
  // It has no types.
  const jsonServer = require("json-server");
  const router = jsonServer.router({ complaints: [] });
  const app = jsonServer.create().use(jsonServer.defaults({ logger: false }), jsonServer.bodyParser, router);
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/complaints`,
    stored: (): any[] => router.db.get("complaints").value(),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
