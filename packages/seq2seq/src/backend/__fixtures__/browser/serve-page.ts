import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What makes a page cross-origin isolated, so that its threads may share memory. */
export const isolation: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** The narrowest policy that the backend works under with threads: what its README asks for. */
export const policy: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:",
};

export type Served = { readonly url: string; close(): Promise<void> };

/** Serves an empty page that loads `page.js`, and the scripts, each with these headers, on this machine alone. */
export const servePage = async (
  scripts: ReadonlyMap<string, string>,
  headers: Readonly<Record<string, string>>,
): Promise<Served> => {
  const server = createServer(({ url = '/' }, response) => {
    const script = scripts.get(url.slice(1));
    if (url === '/') {
      response.writeHead(200, { ...headers, 'Content-Type': 'text/html' });
      response.end('<!doctype html><title>seq2seq</title><script type="module" src="/page.js"></script>');
    } else if (script !== undefined) {
      response.writeHead(200, { ...headers, 'Content-Type': 'text/javascript' });
      response.end(script);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
