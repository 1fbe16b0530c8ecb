// The frame of every page: rail, top bar, and what is true of the whole house (demo, no network).
import {useQuery} from '@tanstack/react-query';
import {useEffect, useRef} from 'react';
import {NavLink, Outlet, useLocation} from 'react-router';

import {type Person, useAbout} from '../api/queries';
import {Icon, Mirror} from '../parts/icon';
import {DemoBar} from './demo_bar';
import {KeyList, useKeys} from './keys';
import {useOnline} from './online';
import {TopBar} from './top_bar';
import {useLive} from './live';
import {type Entry, entriesFor, isBusiness} from './words';
import {counts} from './counts';

export function Frame({person}: {person: Person}) {
  const about = useAbout();
  const online = useOnline();
  const entries = entriesFor(person.roles ?? []);
  const keys = useKeys(entries);
  useFocusOnArrival();
  useLive(isBusiness(person.roles ?? []));
  return (
    <div className="office">
      <a className="skip" href="#page">跳到正文</a>
      <Rail entries={entries} bureau={about?.bureau ?? ''} demo={about?.demo ?? false} />
      <div>
        <TopBar person={person} />
        {about?.demo === true && <DemoBar />}
        {!online && <div className="bar" role="status"><Icon name="alert" />网络断开。已输入的内容都在，恢复以后再签名提交。</div>}
        <main className="page" id="page" tabIndex={-1}><Outlet context={person} /></main>
      </div>
      {keys.listed && <KeyList entries={entries} onClose={keys.close} />}
    </div>
  );
}

/** A new page is announced by its heading. */
function useFocusOnArrival(): void {
  const {pathname} = useLocation();
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    window.scrollTo(0, 0);
    document.getElementById('page')?.focus({preventScroll: true});
  }, [pathname]);
}

function Rail({entries, bureau, demo}: {entries: Entry[]; bureau: string; demo: boolean}) {
  const number = useQuery(counts(entries.some((entry) => entry.to === '/shenhe'))).data ?? {};
  const groups = [...new Set(entries.map((entry) => entry.group))];
  return (
    <div className="rail noprint">
      <NavLink to="/" className="logo"><Mirror /><span><b>明镜</b><span>执法办案平台</span></span></NavLink>
      <nav aria-label="主导航">
        {groups.map((group) => (
          <div key={group}>
            {group !== '' && <h2>{group}</h2>}
            <ul>
              {entries.filter((entry) => entry.group === group).map((entry) => (
                <li key={entry.to}>
                  <NavLink to={entry.to} end={entry.to === '/'}>
                    <Icon name={entry.icon} />{entry.title}
                    {number[entry.to] !== undefined && number[entry.to] !== 0 && <i className="num">{number[entry.to]}</i>}
                  </NavLink>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <p className="end">{bureau}{demo && <><br />示范环境，数据均为虚构</>}</p>
    </div>
  );
}
