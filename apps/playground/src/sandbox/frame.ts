// The inside of the sandbox's frame. It starts the trainer in a worker and sees to it that what the user wrote comes back. None of the
// user's code runs here: a worker cannot reach its frame.
import {
  type FrameReport,
  type FrameRequest,
  type FrameTask,
  left,
  patienceSeconds,
  ping,
  pong,
} from './frame-messages.ts';

const tickMs = 250;

/**
 * Time is counted in ticks that came when they were due: a machine that slept has ticked no more than it has listened, and one that is
 * too busy to tick is too busy to compute.
 */
const stuckTicks = (1000 * patienceSeconds) / tickMs;

/** Twenty seconds: data are made and kernels compiled in less. */
const silentTicks = 80;

/** Some four calls and their ends in each millisecond, more than a trainer can make. */
const mostPerTick = 2000;

const begin = ({ data: { trainer }, ports }: MessageEvent<FrameTask>): void => {
  const [control, line] = ports as [MessagePort, MessagePort];
  const worker = new Worker(URL.createObjectURL(new Blob([trainer], { type: 'text/javascript' })), { name: 'sandbox' });
  let call = left;
  let ticksInCall = 0;
  let ticksInSilence = 0;
  let heard = 0;
  let lastTick = performance.now();

  const report = (message: FrameReport): void => control.postMessage(message);
  const end = (message: FrameReport): void => {
    clearInterval(timer);
    worker.terminate();
    report(message);
  };
  const timer = setInterval(() => {
    heard = 0;
    const time = performance.now();
    const isDue = time - lastTick < 2 * tickMs;
    lastTick = time;
    if (isDue) ticksInSilence++;
    if (isDue && call !== left) ticksInCall++;
    if (ticksInCall > stuckTicks) end({ kind: 'stuck', call });
    else if (ticksInSilence > silentTicks) end({ kind: 'crashed', message: 'it does not answer' });
    else worker.postMessage(ping);
  }, tickMs);

  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (++heard > mostPerTick) return end({ kind: 'crashed', message: 'it sent more messages than can be read' });
    ticksInSilence = 0;
    if (data === pong) return;
    ticksInCall = 0;
    call = typeof data === 'string' ? data.slice(0, 40) : left;
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    end({ kind: 'crashed', message: event.message || 'its worker could not be started' });
  });
  control.addEventListener('message', ({ data }: MessageEvent<FrameRequest>) => {
    if (data.kind === 'ask') report({ kind: 'alive' });
    else worker.postMessage({ pronunciations: data.text });
  });
  control.start();
  worker.postMessage({ line }, [line]);
};

addEventListener('message', begin, { once: true });
