// What is heard of the runs beside the main one: those that are compared.
import type { Events, RunFrame } from '../protocol/messages.ts';
import type { Place } from './trainers.ts';

export interface OtherRuns {
  frame(frame: RunFrame): void;
  stopped(event: Events['stopped']): void;
  failed(event: Events['failed']): void;
  /** Pauses those that play; gives back how to let these go on, as they are, unless something else has begun meanwhile. */
  hold(): Promise<() => Promise<void>>;
  /** None of them plays any more: the main run has the trainer, or the trainer goes elsewhere. */
  halted(): void;
  /** A trainer is gone, and its runs with it. */
  lost(place: Place, message: string): void;
}
