import { afterEach, describe, expect, it, vi } from 'vitest';
import { InterruptedError, type Interruption, listenForInterruption, type StopSignal } from './interruption.ts';

const signals: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE'];
const listeners = (): number[] => signals.map((name) => process.listenerCount(name));

// Signals are only emitted here, never sent: whoever else listens to them must not hear.
const others = signals.map((name) => process.listeners(name));
const silenceOthers = (): void => signals.forEach((name) => process.removeAllListeners(name));
let interruption: Interruption | undefined;
afterEach(() => {
  interruption?.release();
  signals.forEach((name, i) => others[i]?.forEach((listener) => process.on(name, listener as () => void)));
});

describe('listenForInterruption', () => {
  it.each(signals)('%s aborts the signal and is told once', (name) => {
    silenceOthers();
    const onAsked = vi.fn<() => void>();
    interruption = listenForInterruption(onAsked);
    interruption.throwIfCame();
    expect(interruption.signal.aborted).toBe(false);
    process.emit(name, name);
    expect(onAsked).toHaveBeenCalledOnce();
    expect(interruption.signal.reason).toBeInstanceOf(InterruptedError);
    expect(() => interruption?.throwIfCame()).toThrow(expect.objectContaining({ signalName: name }));
  });

  it('leaves a second Ctrl-C to the system, but stays through the loss of the terminal', () => {
    silenceOthers();
    const onAsked = vi.fn<() => void>();
    interruption = listenForInterruption(onAsked);
    process.emit('SIGHUP', 'SIGHUP');
    expect(listeners()).toEqual([0, 0, 1, 1]);
    process.emit('SIGPIPE', 'SIGPIPE');
    expect(onAsked).toHaveBeenCalledOnce();
    expect(() => interruption?.throwIfCame()).toThrow('stopped by SIGHUP');
  });

  it('takes back every listener', () => {
    silenceOthers();
    interruption = listenForInterruption(() => {});
    expect(listeners()).toEqual([1, 1, 1, 1]);
    interruption.release();
    expect(listeners()).toEqual([0, 0, 0, 0]);
  });
});
