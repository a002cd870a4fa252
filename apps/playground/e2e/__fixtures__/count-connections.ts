import { type AddressInfo, createServer } from 'node:net';

/** Somebody outside who would be glad to be called. */
export type Listener = {
  readonly port: number;
  /** How often somebody called. */
  readonly calls: () => number;
  close(): Promise<void>;
};

/** Counts whatever connects, whoever it is and whatever it says. */
export const countConnections = async (): Promise<Listener> => {
  let calls = 0;
  const server = createServer((socket) => {
    calls++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    calls: () => calls,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
};
