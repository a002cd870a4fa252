import type { KernelConfig } from '@tensorflow/tfjs-core';
import { attentionDecoderGradient } from './backward.ts';
import { attentionDecoder } from './forward.ts';

export const decoderKernels: readonly KernelConfig[] = [attentionDecoder, attentionDecoderGradient];
