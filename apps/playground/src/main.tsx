import { render } from 'preact';
import './style/main.css';
import { workOffline } from './offline/work-offline.ts';
import { openAddress } from './page/open-address.ts';
import { pauseWhenHidden } from './page/pause-when-hidden.ts';
import { createPlayground } from './page/create-playground.ts';
import { Shell } from './page/shell.tsx';

const playground = createPlayground();
pauseWhenHidden(playground, document);
render(<Shell playground={playground} />, document.querySelector('#playground')!);
void openAddress(playground);
workOffline(playground);
