// The office in the browser: providers, routes, and the door.
import './style/tokens.css';
import './style/base.css';
import './style/frame.css';
import './style/form.css';
import './style/case.css';
import './style/work.css';

import {MutationCache, QueryCache, QueryClient, QueryClientProvider} from '@tanstack/react-query';
import {ConfigProvider} from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import {StrictMode} from 'react';
import {createRoot} from 'react-dom/client';
import {RouterProvider} from 'react-router';

import {Refused} from './api/client';
import {me} from './api/queries';
import {router} from './routes';
import {theme} from './style/theme';

dayjs.locale('zh-cn');
/** No session any more, or one that may only choose a password. */
const kAtTheDoor = ['signed_out', 'own_password_needed'];

/** A session that is over shows the door; the address and what was typed stay. */
const onError = (error: unknown): void => {
  if (error instanceof Refused && kAtTheDoor.includes(error.code)) void client.resetQueries({queryKey: me.queryKey});
};
const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({onError: (error, query) => { if (query.queryKey[0] !== 'me') onError(error); }}),
  mutationCache: new MutationCache({onError}),
  defaultOptions: {queries: {
    retry: (count, error) => !(error instanceof Refused) && count < 2,
    staleTime: 5_000,
  }},
});

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <ConfigProvider locale={zhCN} theme={theme} csp={{nonce}} wave={{disabled: true}}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConfigProvider>
  </StrictMode>,
);
