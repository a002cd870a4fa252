/**
 * Pictures of attention, of training and of models, for a terminal or as SVG: pure functions from numbers to text, without a framework.
 *
 * @packageDocumentation
 */

// What is drawn
export { checkHeatMap, type HeatMap } from './heat-map/heat-map.ts';
export type { Curve, CurveSeries } from './curve/svg-curve.ts';
export { checkModelDiagram } from './diagram/check-model-diagram.ts';
export type {
  DiagramAttention,
  DiagramBridge,
  DiagramContext,
  DiagramDecoder,
  DiagramDecoderLayer,
  DiagramEncoder,
  DiagramEncoderLayer,
  DiagramOutput,
  ModelDiagram,
} from './diagram/model-diagram.ts';

// How it is drawn
export { terminalHeatMap, type TerminalHeatMapOptions } from './heat-map/terminal-heat-map.ts';
export { svgHeatMap, type SvgHeatMapOptions } from './heat-map/svg-heat-map.ts';
export { svgCurve, type SvgCurveOptions } from './curve/svg-curve.ts';
export { svgModelDiagram, type SvgModelDiagramOptions } from './diagram/svg-model-diagram.ts';
export type { Background } from './svg/element.ts';

// The scale, for a renderer of your own
export { type Colour, colourOfWeight, hexColour } from './colour-scale.ts';

// What can go wrong
export { VizError } from './viz-error.ts';
