// People from the roster. Who has no valid certificate is shown with the reason and cannot be picked as a handler.
import {useQuery} from '@tanstack/react-query';
import {Select} from 'antd';

import {type Colleague, people} from '../api/queries';
import {type ControlProps, tied} from './field';

/** Why this person cannot be picked; empty: can be. */
function hindrance(person: Colleague, asHandler: boolean): string {
  if (!asHandler) return '';
  if (person.certificate === undefined) return '没有登记执法证件';
  return person.certificate.valid ? '' : `执法证件 ${person.certificate.to} 到期`;
}

export function HoldersControl(props: ControlProps) {
  const {field, path, value, onChange, faults} = props;
  const everyone = useQuery(people);
  const asHandler = field.type === 'holders';
  const options = (everyone.data ?? []).map((person) => {
    const why = hindrance(person, asHandler);
    const label = `${person.name}　${person.unit}${person.post}${why === '' ? '' : `　不能选：${why}`}`;
    return {value: person.holder, label, disabled: why !== '', name: person.name};
  }).sort((a, b) => Number(a.disabled) - Number(b.disabled) || a.name.localeCompare(b.name, 'zh-CN'));
  const common = {
    ...tied(props), options, showSearch: true, optionFilterProp: 'label', loading: everyone.isLoading,
    status: faults[path] === undefined ? '' as const : 'error' as const, placeholder: '输入姓名或者单位查找',
  };
  if (asHandler) {
    return <Select {...common} mode="multiple" optionLabelProp="name" value={(value ?? []) as string[]}
      onChange={(next: string[]) => onChange(next)} />;
  }
  return <Select {...common} value={(value as string | undefined) ?? null} onChange={(next: string) => onChange(next)} />;
}
