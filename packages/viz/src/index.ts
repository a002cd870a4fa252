/**
 * Pictures of attention, of training, of models and of searches, for a terminal or as SVG: pure functions from numbers to text, without a framework.
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
export type { SearchCandidate, SearchResult, SearchTraceStep } from './search-tree/search-trace.ts';

// How it is drawn
export { terminalHeatMap, type TerminalHeatMapOptions } from './heat-map/terminal-heat-map.ts';
export { svgHeatMap, type SvgHeatMapOptions } from './heat-map/svg-heat-map.ts';
export { svgCurve, type SvgCurveOptions } from './curve/svg-curve.ts';
export { svgModelDiagram, type SvgModelDiagramOptions } from './diagram/svg-model-diagram.ts';
export { terminalSearchTree, type TerminalSearchTreeOptions } from './search-tree/terminal-search-tree.ts';
export { svgSearchTree, type SvgSearchTreeOptions } from './search-tree/svg-search-tree.ts';
export type { SearchPictureOptions } from './search-tree/search-words.ts';
export type { Background } from './svg/element.ts';

// A search as data, for a viewer of your own
export { layOutSearch } from './search-tree/lay-out-search.ts';
export type {
  SearchLayout,
  SearchLayoutHead,
  SearchLayoutLink,
  SearchLayoutNode,
  SearchLayoutResult,
  SearchLayoutShelf,
} from './search-tree/search-layout.ts';
export { replaySearch, type ReplayedCandidate, type SearchReplay } from './search-tree/replay-search.ts';

// The scale, for a renderer of your own
export { type Colour, colourOfWeight, hexColour } from './colour-scale.ts';

// What can go wrong
export { VizError } from './viz-error.ts';
