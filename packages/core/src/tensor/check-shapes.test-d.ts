import type { Tensor } from '@tensorflow/tfjs-core';
import { checkShapes } from './check-shapes.ts';

declare const tensor: Tensor;

const axes = checkShapes('here', { values: [tensor, 'B S 12'], query: [tensor, 'B Q'], scale: [tensor, ''] });

axes satisfies { readonly B: number; readonly S: number; readonly Q: number };

// @ts-expect-error: no pattern has a D.
axes.D satisfies number;

// @ts-expect-error: a digit is not a name.
axes['12'] satisfies number;

// @ts-expect-error: sizes are only read.
axes.B = 3;
