import {useQuery} from '@tanstack/react-query';
import {Link} from 'react-router';

import {type Person, clock} from '../api/queries';
import {dayOf, spoken, timeOf, weekday} from '../record/days';
import {Find} from './find';
import {isBusiness} from './words';

export function TopBar({person}: {person: Person}) {
  const now = useQuery(clock).data?.now;
  return (
    <header className="top noprint">
      {isBusiness(person.roles ?? []) && <Find />}
      <div className="r">
        {typeof now === 'string' && (
          <span className="nw num when">{spoken(dayOf(now))} {weekday(dayOf(now))} {timeOf(now)}</span>
        )}
        <Link to="/wo" className="me">
          <span className="ava" aria-hidden="true">{person.name.slice(0, 1)}</span>
          <span>{person.name}<small>{person.unit} {person.post}</small></span>
        </Link>
      </div>
    </header>
  );
}
