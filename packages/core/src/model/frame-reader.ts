import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors/shape-error.ts';
import { affine } from '../fused/affine.ts';
import { glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import { isFrameBatch } from './source-batch.ts';
import type { SourceReader } from './source-reader.ts';

export type FrameReaderSizes = {
  /** F: the width of a frame. */
  readonly frameSize: number;
  /** E: the width that frames are projected to; without it they are read as they are. */
  readonly size?: number;
};

/**
 * Dense vectors, such as frames of sound or columns of an image: as they are, or times a matrix.
 *
 * Weights, where frames are projected: `projection.kernel` [F, E], `projection.bias` [E].
 */
export const frameReader = ({ frameSize, size }: FrameReaderSizes, parameters: ParameterScope): SourceReader => {
  const project = size === undefined ? undefined : projection(frameSize, size, parameters.scope('projection'));
  return {
    size: size ?? frameSize,
    read: (source) => {
      if (!isFrameBatch(source)) {
        throw new ShapeError(
          `frameReader.read: the model reads frames [B, S, ${frameSize}], but a batch of tokens [${source.ids.shape.join(', ')}] ` +
            'came; make it with frameBatch.',
          `[B, S, ${frameSize}]`,
          source.ids.shape,
        );
      }
      const { B, S } = checkShapes('frameReader.read', { frames: [source.frames, `B S ${frameSize}`] });
      if (!project) return source.frames;
      const rows: Tensor2D = tf.reshape(source.frames, [B * S, frameSize]);
      return tf.reshape(project(rows), [B, S, size as number]);
    },
  };
};

const projection = (frameSize: number, size: number, parameters: ParameterScope): ((frames: Tensor2D) => Tensor2D) => {
  const kernel = parameters.create('kernel', [frameSize, size], glorotUniform);
  const bias = parameters.create('bias', [size], zeros);
  return (frames) => affine(frames, kernel, bias);
};
