import {Link, useRouteError} from 'react-router';

import {useTitle} from '../parts/title';

export function NoSuchPage() {
  useTitle('没有这个页面');
  return <div className="note"><b>没有这个页面</b><p>地址可能输错了。<Link to="/">回到工作台</Link></p></div>;
}

/** Our own fault: said as one, with what to do. Drafts are in the tab's storage. */
export function PageFault() {
  const error = useRouteError();
  return (
    <main className="page">
      <div className="note stop" role="alert">
        <b>页面出了错</b>
        <p>这是程序的错误，不是您的操作引起的。已输入的内容都在，重新打开本页即可继续。</p>
        <p className="small soft mono">{error instanceof Error ? error.message : String(error)}</p>
        <p className="row"><button type="button" className="btn sec sm" onClick={() => location.reload()}>重新打开</button></p>
      </div>
    </main>
  );
}
