#pragma once
// What the sealer's operator asks it, over the operator's own socket.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sealer {

inline constexpr std::string_view kQuestions =
    "  ask DIR status               状态（DIR：状态目录）\n"
    "  ask DIR account SERIES YEAR  某系列某年的每一个文号，例如 account 澄明市监处罚 2026\n"
    "  ask DIR answer ORDER         某一用印指令（叶哈希，base64）的答复\n"
    "  ask DIR resync FILE…         恢复之后：从证明文件 zhengming.json 补认文号\n"
    "  ask DIR void RECORD NO       恢复之后：按作废记录（叶哈希）作废一个下落不明的文号\n"
    "  ask DIR resume               原因消除之后，解除停止\n";

/// `words`: what stands behind `ask`. Prints the answer as JSON on standard output, and in words on standard
/// error why it was refused: then false. Errors: `usage`, `zhengming` (no such file, or no proof), as
/// seal::Client's.
[[nodiscard]] base::Result<bool> ask(const std::vector<std::string>& words);

}  // namespace sealer
