// antd's tokens, from the one list in tokens.css. A dark, quiet primary makes antd's own tints grey, so background,
// hover and active are given by hand.
import type {ThemeConfig} from 'antd';

import list from './tokens.css?raw';

const tokens = new Map(Array.from(list.matchAll(/--([\w-]+):\s*([^;]+);/g), (found) => [found[1]!, found[2]!.trim()]));

function token(name: string): string {
  const value = tokens.get(name);
  if (value === undefined) throw new Error(`tokens.css has no --${name}`);
  return value;
}

export const theme: ThemeConfig = {
  token: {
    colorPrimary: token('dai-700'),
    colorPrimaryHover: token('dai-600'),
    colorPrimaryActive: token('dai-800'),
    colorPrimaryBg: token('dai-50'),
    colorPrimaryBgHover: token('dai-100'),
    colorPrimaryBorder: token('dai-300'),
    colorPrimaryText: token('dai-700'),
    colorError: token('cin-700'),
    colorWarning: token('ochre-700'),
    colorSuccess: token('jade-700'),
    colorText: token('ink-900'),
    colorTextSecondary: token('ink-700'),
    colorTextTertiary: token('ink-500'),
    colorTextPlaceholder: token('ink-500'),
    colorTextDisabled: token('ink-500'),
    colorBorder: token('field'),
    colorBorderSecondary: token('line'),
    colorBgLayout: token('ground'),
    fontFamily: token('sans'),
    fontSize: 14,
    borderRadius: 4,
    borderRadiusSM: 2,
    controlHeight: 36,
    motion: false,
    boxShadow: 'none',
    boxShadowSecondary: `0 0 0 1px ${token('line-strong')}`,
  },
  components: {
    Select: {optionSelectedBg: token('dai-100'), optionActiveBg: token('dai-50'), optionSelectedColor: token('ink-900')},
  },
};
