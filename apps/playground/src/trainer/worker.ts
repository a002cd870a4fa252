// The one worker of the page: it owns everything that computes.
import type { Endpoint } from '../protocol/channel.ts';
import { serveSession } from './session.ts';
import { wasmFiles } from './wasm-files.ts';

serveSession(globalThis as unknown as Endpoint, { wasmFiles });
