import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './style/global.css';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { App } from './app';

/** Given to every style element that a library adds at run time; the content security policy takes no other. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element to show the console in');
createRoot(root).render(<App nonce={nonce} />);
