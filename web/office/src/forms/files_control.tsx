// Files: uploaded at once, so that a signature never waits for a recording; known afterwards by their fingerprint.
import {useRef, useState} from 'react';

import {Icon} from '../parts/icon';
import type {ControlProps} from './field';
import {idOf, tied} from './field';
import {upload} from './upload';
import type {KeptFile} from './values';

const kMegabyte = 1 << 20;
const sizeOf = (bytes: number): string =>
  bytes < kMegabyte ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / kMegabyte).toFixed(1)} MB`;

interface Going {
  name: string;
  share: number;
  fault?: string;
}

export function FilesControl(props: ControlProps & {value: KeptFile[]}) {
  const {path, value, onChange, field} = props;
  const [going, setGoing] = useState<Going[]>([]);
  // Several uploads end at their own times: each adds to what is there then.
  const files = useRef(value);
  files.current = value;
  const put = (next: Going): void => setGoing((all) => all.map((one) => (one.name === next.name ? next : one)));

  async function take(file: File): Promise<void> {
    setGoing((all) => [...all.filter((one) => one.name !== file.name), {name: file.name, share: 0}]);
    try {
      const kept = await upload(file, (share) => put({name: file.name, share}));
      setGoing((all) => all.filter((one) => one.name !== file.name));
      files.current = [...files.current, kept];
      onChange(files.current);
    } catch (error) {
      put({name: file.name, share: 0, fault: (error as Error).message});
    }
  }

  return (
    <div className="files">
      <input {...tied(props)} className="vh" type="file" multiple onChange={(event) => {
        for (const file of event.target.files ?? []) void take(file);
        event.target.value = '';
      }} />
      <label htmlFor={idOf(path)} className="btn sec sm"><Icon name="clip" />选择文件<span className="vh">：{field.title}</span></label>
      <ul>
        {value.map((file, i) => (
          <li key={file.sm3 + i}>
            <Icon name="file" />{file.name}<span className="soft num">{sizeOf(file.size)}</span>
            <span className="soft mono small" title={file.sm3}>指纹 {file.sm3.slice(0, 10)}…</span>
            <button type="button" className="btn txt sm" onClick={() => onChange(value.filter((_, k) => k !== i))}>
              移除<span className="vh">{file.name}</span>
            </button>
          </li>
        ))}
        {going.map((one) => (
          <li key={one.name} role="status">
            <Icon name={one.fault === undefined ? 'refresh' : 'alert'} />{one.name}
            <span className={one.fault === undefined ? 'soft num' : 'fault'}>
              {one.fault ?? `正在上传 ${Math.round(one.share * 100)}%`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
