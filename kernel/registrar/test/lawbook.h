#pragma once
// A lawbook of two procedures, just large enough for the write path.

#include "law/lawbook.h"

namespace registrar_test {

inline constexpr const char* kRoles = R"(
roles:
  - {role: handler, title: 执法人员}
  - {role: agency_head, title: 负责人}
  - {role: key_keeper, title: 密钥管理人员}
  - {role: sealer, title: 封签程序}
  - {role: supervising_authority, title: 监督机关}
capacities:
  - {capacity: handlers, title: 办案人员}
source: 试验依据
)";

inline constexpr const char* kVisit = R"(
procedure: test.visit
title: 试验检查
kind: case
edition: {from: 2020-01-01, law_of: step}
source: 试验依据
facts:
  - fact: visit.begun
    title: 已开始
    source: 试验依据
    missing: {say: 检查还没有开始。, do: 请先开始检查。}
  - fact: visit.closed
    title: 已结束
    source: 试验依据
    present: {say: 检查已经结束。, do: 请另行检查。}
  - fact: papers.sealed
    title: 已盖章
    source: 试验依据
steps:
  - step: begin_visit
    title: 开始检查
    by: {role: handler}
    opens: true
    sets: [visit.begun]
    course: public
    source: 试验依据
    fields:
      - {name: area, title: 片区, visibility: course, source: 试验依据}
      - {name: place, title: 地点, visibility: private, required: true, source: 试验依据}
  - step: add_note
    title: 记录情况
    by: {role: handler}
    needs: [visit.begun]
    forbids: [visit.closed]
    course: witness
    source: 试验依据
    fields:
      - {name: note.words, title: 情况, visibility: private, source: 试验依据}
      - {name: note.text, title: 笔录, type: rich_text, visibility: private, source: 试验依据}
      - {name: note.files, title: 附件, type: files, visibility: private, source: 试验依据}
  - step: search_place
    title: 现场检查
    by: {role: handler}
    with: {handlers: {at_least: 1, each: [certificate.valid], source: 试验依据}}
    needs: [visit.begun]
    course: witness
    source: 试验依据
  - step: issue_document
    title: 盖章
    by: {role: sealer, signed: true}
    machine: true
    needs: [visit.begun]
    sets: [papers.sealed]
    course: public
    source: 试验依据
  - step: close_visit
    title: 结束检查
    by: {role: agency_head, signed: true, seen: true}
    needs: [visit.begun]
    forbids: [visit.closed]
    sets: [visit.closed]
    course: public
    source: 试验依据
)";

inline constexpr const char* kKey = R"(
procedure: key
title: 签名密钥管理
kind: key
edition: {from: 2020-01-01, law_of: step}
source: 试验依据
facts:
  - fact: key.confirmed
    title: 密钥已确认
    source: 试验依据
    missing: {say: 密钥还没有确认。, do: 请先确认。}
    present: {say: 密钥已经确认。, do: 不需要再次确认。}
steps:
  - step: enrol_key
    title: 登记密钥
    by: {role: key_keeper, signed: true}
    opens: true
    course: public
    source: 试验依据
    fields:
      - {name: key.id, title: 编号, type: hash, visibility: course, required: true, source: 试验依据}
      - {name: key.pub, title: 公钥, visibility: course, required: true, source: 试验依据}
      - {name: key.holder, title: 持有人, type: holder, visibility: course, required: true, source: 试验依据}
      - {name: key.roles, title: 身份, type: strings, visibility: course, required: true, source: 试验依据}
      - {name: key.proof, title: 证明, visibility: course, required: true, source: 试验依据}
  - step: confirm_key
    title: 确认密钥
    by: {role: key_keeper, signed: true}
    forbids: [key.confirmed]
    sets: [key.confirmed]
    course: public
    source: 试验依据
    fields:
      - {name: confirms, title: 所确认的记录, type: hash, visibility: course, required: true, source: 试验依据}
  - step: retire_key
    title: 停用密钥
    by: {role: key_keeper, signed: true}
    needs: [key.confirmed]
    course: public
    source: 试验依据
)";

inline constexpr const char* kIncident = R"(
procedure: incident
title: 违法记录的处理
kind: incident
edition: {from: 2020-01-01, law_of: step}
source: 试验依据
facts:
  - {fact: incident.reported, title: 已说明, source: 试验依据}
steps:
  - step: report_incident
    title: 说明违法记录
    by: {role: agency_head, signed: true}
    opens: true
    sets: [incident.reported]
    course: public
    source: 试验依据
    fields:
      - {name: incident.index, title: 记录序号, type: integer, visibility: course, required: true, source: 试验依据}
      - {name: incident.leaf, title: 记录指纹, type: hash, visibility: course, required: true, source: 试验依据}
  - step: confirm_incident
    title: 监督机关确认
    by: {role: supervising_authority, signed: true}
    course: public
    source: 试验依据
    fields:
      - {name: confirms, title: 所确认的记录, type: hash, visibility: course, required: true, source: 试验依据}
)";

inline std::shared_ptr<const law::Lawbook> lawbook() {
  auto loaded = law::Lawbook::from_files({{"roles.yaml", kRoles},
                                          {"procedures/test_visit.yaml", kVisit},
                                          {"procedures/key.yaml", kKey},
                                          {"procedures/incident.yaml", kIncident}});
  if (!loaded) throw std::runtime_error(loaded.error().text);
  return *loaded;
}

}  // namespace registrar_test
