import { render } from 'preact';
import './style/main.css';
import { createPlayground } from './page/playground.ts';
import { Shell } from './page/shell.tsx';

const playground = createPlayground();
render(<Shell playground={playground} />, document.querySelector('#playground')!);
