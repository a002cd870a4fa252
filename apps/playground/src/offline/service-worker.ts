// Stands between the page and its host: what was built is kept, so that the page opens without a network; and on hosts that send no
// headers of isolation it adds them, so that threads can share memory.

/** Put in front by the build: the build's files and a name that changes with them. */
declare const manifest: { readonly version: string; readonly files: readonly string[] };

/** What a service worker is, as far as this one needs it: TypeScript's library for pages has no type of it. */
type Scope = {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
};
type Waiting = { waitUntil(work: Promise<unknown>): void };
type Fetching = { readonly request: Request; respondWith(response: Promise<Response>): void };

const scope = globalThis as unknown as Scope;
const prefix = 'seq2seq-playground-';
const cacheName = prefix + manifest.version;
const addressOf = (file: string): string => new URL(file, scope.registration.scope).href;
const kept: ReadonlySet<string> = new Set(manifest.files.map(addressOf));

scope.addEventListener('install', (event) => {
  const keep = async (): Promise<void> => {
    const cache = await caches.open(cacheName);
    // Names of scripts change with what is in them; what has the same name as before is asked for again.
    await cache.addAll([...kept].map((address) => new Request(address, { cache: 'no-cache' })));
    await scope.skipWaiting();
  };
  event.waitUntil(keep());
});

scope.addEventListener('activate', (event) => {
  const settle = async (): Promise<void> => {
    for (const name of await caches.keys()) {
      if (name.startsWith(prefix) && name !== cacheName) await caches.delete(name);
    }
    await scope.clients.claim();
  };
  event.waitUntil(settle());
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const address = origin + pathname;
  if (request.method !== 'GET' || !address.startsWith(scope.registration.scope)) return;
  event.respondWith(answer(request, address === scope.registration.scope ? addressOf('index.html') : address));
});

/** The page itself is asked for first, so that a new one is seen at once; all else that was built never changes under its name. */
const answer = async (request: Request, address: string): Promise<Response> => {
  const cache = await caches.open(cacheName);
  const had = kept.has(address) ? await cache.match(address) : undefined;
  if (had && request.mode !== 'navigate') return isolated(had);
  try {
    return isolated(await fetch(request));
  } catch (error) {
    if (had) return isolated(had);
    throw error;
  }
};

const isolated = (response: Response): Response => {
  // Of an answer that tells nothing, nothing can be made.
  if (response.type === 'opaque' || response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  const { status, statusText } = response;
  return new Response([204, 304].includes(status) ? null : response.body, { status, statusText, headers });
};
