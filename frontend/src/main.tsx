import './app/styles.css';
import './app/nonce';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyColorScheme } from './app/colorScheme';
import { Providers } from './app/Providers';
import { createQueryClient } from './app/queryClient';
import { createAppRouter } from './app/router';
import { signInLink } from './features/session/signInLink';
import { redeemLinksOpenedLater } from './features/session/useSession';

// First of all, before the router or anything else reads the address.
signInLink.lookAt(window.location, window.history);
applyColorScheme();

const queryClient = createQueryClient();
redeemLinksOpenedLater(queryClient);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');

createRoot(root).render(
  <StrictMode>
    <Providers queryClient={queryClient}>
      <RouterProvider router={createAppRouter()} />
    </Providers>
  </StrictMode>,
);
