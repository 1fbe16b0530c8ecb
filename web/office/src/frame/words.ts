// What of the office a person sees, by the roles of that person's keys (the office decides again at every request).
import type {IconName} from '../parts/icon';

export interface Entry {
  to: string;
  title: string;
  icon: IconName;
  /** Second key after `g`. */
  key: string;
  group: string;
  roles: 'all' | 'business' | readonly string[];
}

export const kEntries: readonly Entry[] = [
  {to: '/', title: '工作台', icon: 'desk', key: 'd', group: '', roles: 'business'},
  {to: '/anjian', title: '案件办理', icon: 'folder', key: 'a', group: '办案', roles: 'business'},
  {to: '/shenhe', title: '法制审核', icon: 'scale', key: 's', group: '审核与审批', roles: ['legal_reviewer', 'legal_adviser', 'agency_head']},
  {to: '/gongshi', title: '公示管理', icon: 'horn', key: 'g', group: '公示', roles: 'business'},
  {to: '/renyuan', title: '人员与资格', icon: 'people', key: 'p', group: '基础', roles: 'all'},
  {to: '/guize', title: '期限与规则', icon: 'book', key: 'r', group: '基础', roles: 'all'},
  {to: '/wo', title: '我的', icon: 'person', key: 'w', group: '基础', roles: 'all'},
];

export const isBusiness = (roles: readonly string[]): boolean => roles.some((role) => role !== 'administrator');

export const entriesFor = (roles: readonly string[]): Entry[] => kEntries.filter((entry) =>
  entry.roles === 'all' || (entry.roles === 'business' ? isBusiness(roles) : entry.roles.some((role) => roles.includes(role))));
