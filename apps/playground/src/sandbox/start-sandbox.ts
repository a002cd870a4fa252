// A trainer for code that nobody has to trust: in a worker of a frame that has no origin and may ask nobody for anything.
import { connectTrainer, type Listeners, type TrainerClient } from '../protocol/channel.ts';
import type { CommandName, Commands } from '../protocol/messages.ts';
import type { TrainerLink } from '../page/trainer-link.ts';
import { address as frameUrl } from './frame.ts?classic';
import { type FrameReport, type FrameRequest, patienceSeconds } from './frame-messages.ts';
import { guardedPort } from './guarded-port.ts';
import { address as pronunciationsUrl } from './handed-pronunciations.ts?address';
import { address as trainerUrl } from './worker.ts?classic';

/**
 * Scripts of the frame's own, blobs that it makes, WebAssembly: everything else is forbidden, connections above all. Workers inherit it.
 */
const policy =
  "default-src 'none'; script-src 'unsafe-inline' blob: 'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'";

/** The frame is asked whether it lives so often, and counts as dead when it has left so many questions open. */
const askEveryMs = 2000;
const mostOpen = 8;

/** Starts a sandbox with a trainer in it. `onCrash` is told once, if it ends by itself; nothing of it is left then. */
export const startSandbox = async (listeners: Listeners, onCrash: (message: string) => void): Promise<TrainerLink> => {
  const [frameScript, trainerScript] = await Promise.all([textOf(frameUrl), textOf(trainerUrl)]);
  const frame = await openFrame(frameScript);
  const [control, line] = [new MessageChannel(), new MessageChannel()];
  let open = 0;

  const close = (why: string): void => {
    clearInterval(timer);
    control.port1.close();
    line.port1.close();
    frame.remove();
    client.abandon(why);
  };
  const crash = (why: string): void => {
    close(why);
    onCrash(why);
  };
  const ask = (request: FrameRequest): void => control.port1.postMessage(request);

  const client: TrainerClient = connectTrainer(guardedPort(line.port1, crash), listeners);
  control.port1.addEventListener('message', ({ data }: MessageEvent<FrameReport>) => {
    if (data.kind === 'alive') open = 0;
    else if (data.kind === 'stuck') crash(stuckMessage(data.call));
    else crash(data.message.slice(0, 2000));
  });
  control.port1.start();
  const timer = setInterval(() => {
    if (open++ >= mostOpen) crash('it has ended; it may have run out of memory');
    else ask({ kind: 'ask' });
  }, askEveryMs);
  frame.contentWindow!.postMessage({ trainer: trainerScript }, '*', [control.port2, line.port2]);

  let pronunciations: Promise<void> | undefined;
  return {
    ask: async (name, request) => {
      if (wantsPronunciations(name, request)) {
        pronunciations ??= textOf(pronunciationsUrl).then((text) => ask({ kind: 'pronunciations', text }));
        await pronunciations;
      }
      return client.ask(name, request);
    },
    abandon: client.abandon,
    close: () => close('the sandbox was closed'),
  };
};

/** What is said of a call that does not come back. */
const stuckMessage = (call: string): string =>
  `${call} did not come back within ${patienceSeconds} seconds; look for a loop that does not end`;

const wantsPronunciations = <Name extends CommandName>(name: Name, request: Commands[Name]['request']): boolean =>
  (name === 'configure' && (request as Commands['configure']['request']).experiment.task === 'g2p') ||
  (name === 'restore' && (request as Commands['restore']['request']).snapshot.experiment.task === 'g2p');

const textOf = async (url: string): Promise<string> => {
  const response = await fetch(url);
  if (!response.ok)
    throw new Error(`sandbox: its script could not be loaded (${response.status}); load the page again.`);
  return response.text();
};

/** An invisible frame without an origin, ready to hear. */
const openFrame = async (script: string): Promise<HTMLIFrameElement> => {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.allow = 'cross-origin-isolated';
  frame.title = 'Sandbox';
  frame.className = 'sandbox';
  frame.hidden = true;
  frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><script>${script}</script>`;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  return frame;
};
