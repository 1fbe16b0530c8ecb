// The door. In a demo it offers the people of the town, each with the passphrase that the console prints.
import {signInSecret} from '@keys';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {Input} from 'antd';
import {useState} from 'react';

import {Refused, api, take} from '../api/client';
import {type About, me, useAbout} from '../api/queries';
import {Mirror} from '../parts/icon';
import {useTitle} from '../parts/title';
import {openKey} from '../signing/key';

export function SignIn() {
  useTitle('登录');
  const about = useAbout();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeWanted, setCodeWanted] = useState(false);
  const client = useQueryClient();
  const enter = useMutation({
    mutationFn: async () => {
      const secret = await signInSecret(login, password);
      const person = await take(api.POST('/api/session', {body: {login, password: secret, ...(codeWanted ? {code} : {})}}));
      // What was just typed opens the key and stays here; a key that it does not open asks when it is needed.
      if (person.key !== undefined) await openKey(person.key.wrapped, password).catch(() => undefined);
    },
    onSuccess: () => client.resetQueries({queryKey: me.queryKey}),
    onError: (error) => setCodeWanted(error instanceof Refused && error.code.startsWith('second_factor_')),
  });
  const offer = about?.demo_accounts;
  return (
    <div className="door">
      <aside>
        <Mirror />
        <p className="name">明镜</p>
        <p>{about?.bureau}<br />执法办案平台</p>
        <p className="end">每一步都是一条签名的记录。私钥只在您的浏览器里打开。{about?.demo === true && <><br />示范环境，数据均为虚构。</>}</p>
      </aside>
      <main>
        <h1>登录</h1>
        <form onSubmit={(event) => { event.preventDefault(); enter.mutate(); }}>
          <div className="field">
            <label htmlFor="login">账户</label>
            <Input id="login" autoComplete="username" value={login} autoFocus onChange={(event) => setLogin(event.target.value)} />
          </div>
          <div className="field">
            <label htmlFor="password">口令</label>
            <Input.Password id="password" autoComplete="current-password" value={password} visibilityToggle={false}
              onChange={(event) => setPassword(event.target.value)} />
          </div>
          {codeWanted && (
            <div className="field">
              <label htmlFor="code">动态口令</label>
              <Input id="code" autoComplete="one-time-code" inputMode="numeric" maxLength={6} value={code} autoFocus
                onChange={(event) => setCode(event.target.value)} />
            </div>
          )}
          {enter.isError && <p className="fault" role="alert">{said(enter.error)}</p>}
          <p><button type="submit" className="btn pri lg" disabled={enter.isPending}>{enter.isPending ? '正在登录…' : '登录'}</button></p>
        </form>
        {offer !== undefined && (
          <DemoPeople offer={offer} chosen={login} onChoose={(next) => { setLogin(next); setPassword(offer.passphrase); }} />
        )}
      </main>
    </div>
  );
}

const said = (error: Error): string =>
  error instanceof Refused && error.code === 'sign_in' ? '账户或者口令不正确，请核对后重试。' : `${error.message}。`;

function DemoPeople({offer, chosen, onChoose}: {
  offer: NonNullable<About['demo_accounts']>; chosen: string; onChoose: (login: string) => void;
}) {
  return (
    <section aria-labelledby="demo-people" className="stack">
      <div>
        <h2 id="demo-people">示范环境：选一个角色试试</h2>
        <p className="soft">人员均为虚构；选中后口令会自动填好，口令是公开的，什么也不保护。</p>
      </div>
      <div className="roles">
        {offer.accounts.map((account) => (
          <button key={account.login} type="button" aria-pressed={account.login === chosen} onClick={() => onChoose(account.login)}>
            <span className="ava" aria-hidden="true">{account.name.slice(0, 1)}</span>
            <span>{account.name}<small>{account.unit} {account.post}</small></span>
          </button>
        ))}
      </div>
    </section>
  );
}
