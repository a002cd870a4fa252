import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOnBorder, overlap, piecesOf, roomOf, runsThrough, sharedLength } from './__fixtures__/rectangles.ts';
import { models } from './__fixtures__/random-models.ts';
import * as samples from './__fixtures__/sample-models.ts';
import type { DiagramArrow, DiagramLayout } from './diagram-layout.ts';
import { layOutModel } from './lay-out-model.ts';
import type { ModelDiagram } from './model-diagram.ts';

const many = Array.from({ length: 12 }, (_, step) => `t${step + 1}`);
/** Steps of two digits. */
const long = { ...samples.bahdanau, decoder: { ...samples.bahdanau.decoder, inputs: many, outputs: many } };

/** Holds a law against random models and against those of the papers. */
function always(law: (layout: DiagramLayout) => void): void {
  for (const model of [...Object.values<ModelDiagram>(samples), long]) law(layOutModel(model));
  fc.assert(
    fc.property(models, (model) => law(layOutModel(model))),
    { seed: 1, numRuns: 80 },
  );
}

const pairsOf = <Item>(items: readonly Item[]): [Item, Item][] =>
  items.flatMap((one, index) => items.slice(index + 1).map((other): [Item, Item] => [one, other]));

const nameOf = ({ kind, from, to }: DiagramArrow): string => `${kind} ${from} → ${to}`;
const arrowsOf = (model: ModelDiagram, kind: DiagramArrow['kind']): string[] =>
  layOutModel(model)
    .arrows.filter((arrow) => arrow.kind === kind)
    .map(({ from, to }) => `${from} → ${to}`);

describe('layOutModel, for any model', () => {
  it('places every box apart from every other, under a name of its own', () => {
    always(({ boxes }) => {
      expect(new Set(boxes.map(({ id }) => id)).size).toBe(boxes.length);
      expect(pairsOf(boxes).filter(([one, other]) => overlap(one, other))).toEqual([]);
    });
  });

  it('lets every arrow begin and end on the border of the boxes that it names', () => {
    always(({ boxes, arrows }) => {
      for (const arrow of arrows) {
        const from = boxes.find(({ id }) => id === arrow.from)!;
        const to = boxes.find(({ id }) => id === arrow.to)!;
        expect(isOnBorder(from, arrow.points[0]!), nameOf(arrow)).toBe(true);
        expect(isOnBorder(to, arrow.points.at(-1)!), nameOf(arrow)).toBe(true);
      }
    });
  });

  it('lets no arrow run through a box, or closer than four pixels past one that is not its end', () => {
    const near = 4;
    always(({ boxes, arrows }) => {
      const hits = arrows.flatMap((arrow) =>
        piecesOf(arrow).flatMap((piece) =>
          boxes
            .filter((box) => {
              const reach = box.id === arrow.from || box.id === arrow.to ? 0 : near;
              const { x, y, width, height } = box;
              const room = { x: x - reach, y: y - reach, width: width + 2 * reach, height: height + 2 * reach };
              return runsThrough(piece, room);
            })
            .map(({ id }) => `${nameOf(arrow)} through ${id}`),
        ),
      );
      expect(hits).toEqual([]);
    });
  });

  it('lets only arrows run together that begin at the same box, so that every line can be followed', () => {
    always(({ arrows }) => {
      const confusing = pairsOf(arrows)
        .filter(([one, other]) => one.from !== other.from)
        .filter(([one, other]) => piecesOf(one).some((a) => piecesOf(other).some((b) => sharedLength(a, b) > 2)));
      expect(confusing.map(([one, other]) => `${nameOf(one)} along ${nameOf(other)}`)).toEqual([]);
    });
  });

  it('keeps texts apart from boxes, arrows, samples and each other', () => {
    always(({ boxes, arrows, texts, samples: shown }) => {
      const rooms = texts.map((text) => ({ ...roomOf(text), text: text.text }));
      const solid = [...boxes, ...shown.map(({ x, y }) => ({ x, y: y - 7, width: 26, height: 14 }))];
      expect(pairsOf(rooms).filter(([one, other]) => overlap(one, other))).toEqual([]);
      expect(rooms.filter((room) => solid.some((box) => overlap(room, box)))).toEqual([]);
      const pieces = arrows.flatMap(piecesOf);
      expect(rooms.filter((room) => pieces.some((piece) => runsThrough(piece, room)))).toEqual([]);
    });
  });

  it('holds everything it draws', () => {
    always(({ boxes, arrows, texts, panels, width, height }) => {
      const corners = [...boxes, ...panels, ...texts.map(roomOf)].flatMap((room) => [
        [room.x, room.y] as const,
        [room.x + room.width, room.y + room.height] as const,
      ]);
      const places = [...corners, ...arrows.flatMap(({ points }) => points)];
      expect(places.filter(([x, y]) => !(x >= 0 && y >= 0 && x <= width && y <= height))).toEqual([]);
    });
  });

  it('has a way from every source token to every output, unless it is a language model', () => {
    fc.assert(
      fc.property(models, (model) => {
        const { arrows } = layOutModel(model);
        const steps = model.decoder.inputs.length;
        for (const [step] of (model.encoder?.source ?? []).entries()) {
          const reached = reachedFrom(`encoder.token.${step}`, arrows);
          for (let t = 0; t < steps; t++) expect(reached).toContain(`result.${t}`);
        }
        for (let t = 0; t < steps; t++) {
          const reached = reachedFrom(`decoder.token.${t}`, arrows);
          const results = [...reached].filter((id) => id.startsWith('result.'));
          // What a step writes may depend on what was read up to it, never on what is read later.
          expect(results.toSorted()).toEqual(Array.from({ length: steps - t }, (_, i) => `result.${t + i}`).toSorted());
        }
      }),
      { seed: 2, numRuns: 80 },
    );
  });
});

/** All boxes that can be reached along arrows. */
function reachedFrom(id: string, arrows: readonly DiagramArrow[]): Set<string> {
  const reached = new Set([id]);
  for (const box of reached) {
    for (const { from, to } of arrows) if (from === box) reached.add(to);
  }
  return reached;
}

describe('layOutModel', () => {
  const { bahdanau, luong, cho, conditional, pyramid, gnmt, copying, sutskever } = samples;
  const attentionOf = (model: ModelDiagram) => model.context as Extract<ModelDiagram['context'], { type: 'attention' }>;

  it('takes the previous query from the state before, the first from the bridge', () => {
    expect(arrowsOf(bahdanau, 'query')).toEqual([
      'bridge → attention.0',
      'decoder.cell.0.0 → attention.1',
      'decoder.cell.0.1 → attention.2',
    ]);
    expect(arrowsOf({ ...bahdanau, output: { label: 'softmax' } }, 'context')).toEqual(
      [0, 1, 2].map((t) => `attention.${t} → decoder.cell.0.${t}`),
    );
  });

  it('takes the current query from the top of the same step and brings the context to the attentional vector', () => {
    expect(arrowsOf(luong, 'query')).toEqual([0, 1, 2].map((t) => `decoder.cell.1.${t} → attention.${t}`));
    expect(arrowsOf(luong, 'context')).toEqual([0, 1, 2].map((t) => `attention.${t} → vector.${t}`));
    expect(arrowsOf(luong, 'feeding')).toEqual(['vector.0 → decoder.cell.0.1', 'vector.1 → decoder.cell.0.2']);
    expect(arrowsOf({ ...luong, context: { ...attentionOf(luong), inputFeeding: false } }, 'feeding')).toEqual([]);
  });

  it('puts the query between the two cells of a conditional layer, whose state goes from the second to the first', () => {
    expect(arrowsOf(conditional, 'query')[1]).toBe('decoder.cell.0.1 → attention.1');
    expect(arrowsOf(conditional, 'context')).toContain('attention.1 → decoder.cell.1.1');
    expect(arrowsOf(conditional, 'recurrence')).toContain('decoder.cell.1.0 → decoder.cell.0.1');
    const { y } = layOutModel(conditional).boxes.find(({ id }) => id === 'attention.0')!;
    const heightOf = (id: string): number => layOutModel(conditional).boxes.find((box) => box.id === id)!.y;
    expect(y).toBeLessThan(heightOf('decoder.cell.0.0'));
    expect(y).toBeGreaterThan(heightOf('decoder.cell.1.0'));
  });

  it('brings the context to every layer if it enters the upper ones', () => {
    const ofFirstStep = (model: ModelDiagram): string[] =>
      arrowsOf(model, 'context').filter((name) => name.startsWith('attention.0'));
    expect(ofFirstStep(gnmt)).toEqual([0, 1, 2].map((layer) => `attention.0 → decoder.cell.${layer}.0`));
    expect(ofFirstStep({ ...gnmt, context: { ...attentionOf(gnmt), entersUpperLayers: false } })).toEqual([
      'attention.0 → decoder.cell.0.0',
    ]);
  });

  it('runs the layers of the encoder in their directions', () => {
    const along = (direction: 'forward' | 'backward' | 'bidirectional'): string[] => {
      const encoder = { source: ['a', 'b'], layers: [{ cell: 'GRU', direction }] };
      return arrowsOf({ ...cho, encoder }, 'recurrence').filter((name) => name.startsWith('encoder'));
    };
    const right = 'encoder.cell.0.0 → encoder.cell.0.1';
    const left = 'encoder.cell.0.1 → encoder.cell.0.0';
    expect(along('forward')).toEqual([right]);
    expect(along('backward')).toEqual([left]);
    expect(along('bidirectional')).toEqual([right, left]);
  });

  it('lets a backward direction end at the first token, in bridge and summary', () => {
    const last = bahdanau.encoder!.source.length - 1;
    const both = { ...bahdanau, bridge: { label: 'dense', from: 'top-layer' as const }, context: cho.context };
    const encoderEnds = (model: ModelDiagram): string[] =>
      arrowsOf(model, 'bridge').filter((name) => name.endsWith('→ bridge'));
    expect(encoderEnds(bahdanau)).toEqual(['encoder.cell.0.0 → bridge']);
    expect(encoderEnds(both)).toEqual([`encoder.cell.0.${last} → bridge`, 'encoder.cell.0.0 → bridge']);
    expect(arrowsOf(both, 'input').filter((name) => name.endsWith('summary'))).toEqual([
      'encoder.cell.0.0 → summary',
      `encoder.cell.0.${last} → summary`,
    ]);
  });

  it('bridges layer by layer unless all begin with the top', () => {
    const ends = (from: 'same-layer' | 'top-layer'): string[] =>
      arrowsOf({ ...sutskever, bridge: { label: '', from } }, 'bridge').filter((name) => name.endsWith('→ bridge'));
    expect(ends('same-layer')).toEqual(['encoder.cell.0.2 → bridge', 'encoder.cell.1.2 → bridge']);
    expect(ends('top-layer')).toEqual(['encoder.cell.1.2 → bridge']);
  });

  it('makes of eight steps four and of four two, each over the middle of what it reads', () => {
    const { boxes, arrows } = layOutModel(pyramid);
    const middleOf = (id: string): number => {
      const box = boxes.find((candidate) => candidate.id === id)!;
      return box.x + box.width / 2;
    };
    for (const [layer, count] of [8, 4, 2].entries()) {
      expect(boxes.filter(({ id }) => id.startsWith(`encoder.cell.${layer}.`))).toHaveLength(count);
    }
    const read = arrows.filter(({ kind, to }) => kind === 'input' && to === 'encoder.cell.2.1').map(({ from }) => from);
    expect(read).toEqual(['encoder.cell.1.2', 'encoder.cell.1.3']);
    expect(middleOf('encoder.cell.2.1') * 2).toBeCloseTo(middleOf(read[0]!) + middleOf(read[1]!));
  });

  it('adds a residual layer’s input above it, and the input of both cells where there are two', () => {
    expect(arrowsOf(gnmt, 'residual')).toContain('encoder.cell.1.0 → encoder.sum.2.0');
    expect(arrowsOf(gnmt, 'residual')).toContain('decoder.cell.1.2 → decoder.sum.2.2');
    const [first, ...others] = conditional.decoder.layers;
    const layers = [{ ...first!, residual: true }, ...others];
    const both = { ...conditional, decoder: { ...conditional.decoder, layers } };
    expect(arrowsOf(both, 'residual')).toContain('decoder.embedding.0 → decoder.sum.1.0');
  });

  it('copies from the source to every output', () => {
    expect(arrowsOf(copying, 'copy')).toEqual([0, 1, 2].map((t) => `source → output.${t}`));
  });

  it('writes each context’s name and step beside attention', () => {
    const symbols = layOutModel(bahdanau).texts.filter(({ role }) => role === 'symbol');
    expect(symbols.map(({ text, subscript }) => text + subscript)).toEqual(['c1', 'c2', 'c3']);
  });
});
