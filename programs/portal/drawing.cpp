#include "drawing.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

namespace portal {

namespace {

constexpr double kCentre = 210;
constexpr double kInner = 150;
constexpr double kTickMin = 4;
constexpr double kTickMax = 44;

struct Spot {
  double x = 0, y = 0;
};

Spot on_circle(double turn, double radius) {
  const double angle = turn * 2 * std::numbers::pi - std::numbers::pi / 2;
  return {kCentre + radius * std::cos(angle), kCentre + radius * std::sin(angle)};
}

std::string tick(double turn, double length) {
  const Spot from = on_circle(turn, kInner);
  const Spot to = on_circle(turn, kInner + length);
  return fmt::format("M{:.1f} {:.1f}L{:.1f} {:.1f}", from.x, from.y, to.x, to.y);
}

std::string month_names() {
  std::string out;
  for (const int month : {1, 4, 7, 10}) {
    const Spot spot = on_circle((month - 1) / 12.0, kInner - 22);
    out += fmt::format(
        R"(<text x="{:.0f}" y="{:.0f}" text-anchor="middle" font-size="14" fill="#54676B">{}月</text>)",
        spot.x, spot.y + 5, month);
  }
  return out;
}

std::string mono(double x, double y, std::string_view anchor, std::string_view fill, std::string_view text) {
  return fmt::format(
      R"(<text x="{:.0f}" y="{:.0f}" text-anchor="{}" font-size="13.5" font-family="DejaVu Sans Mono,Consolas,monospace" fill="{}">{}</text>)",
      x, y, anchor, fill, text);
}

}  // namespace

std::string qr_svg(const std::string& text) {
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), QRcode_free);
  if (!code) return {};
  const int width = code->width;
  const auto dark = [&](int x, int y) { return (code->data[y * width + x] & 1) != 0; };
  std::string path;
  for (int y = 0; y < width; ++y)
    for (int x = 0; x < width;) {
      int run = 0;
      while (x + run < width && dark(x + run, y)) ++run;
      if (run > 0) path += fmt::format("M{} {}h{}v1h-{}z", x, y, run, run);
      x += std::max(run, 1);
    }
  return fmt::format(
      R"(<svg viewBox="-2 -2 {0} {0}" role="img" aria-label="本页地址的二维码" shape-rendering="crispEdges"><path fill="#fff" d="M-2-2h{0}v{0}h-{0}z"/><path d="{1}"/></svg>)",
      width + 4, path);
}

std::string stair_svg(const ledger::Hash& leaf, const std::vector<ledger::Hash>& path,
                      const ledger::Hash& root) {
  const double steps = static_cast<double>(std::max<std::size_t>(path.size(), 1));
  const auto x = [&](double i) { return 36 + 890 * i / (steps + 0.3); };
  const auto y = [&](double i) { return 232 - 188 * i / (steps + 0.3); };
  const std::size_t label_every = path.size() > 12 ? 2 : 1;  // boxes are 66 wide and must not touch
  std::string lines, marks;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const double at = static_cast<double>(i) + 0.8;
    marks += fmt::format(
        R"(<circle cx="{:.0f}" cy="{:.0f}" r="8" fill="#fff" stroke="#1D6B50" stroke-width="3"/>)", x(at),
        y(at));
    if (i % label_every != 0) continue;
    lines += fmt::format(
        R"(<path d="M{0:.0f} {1:.0f}v52" stroke="#A9B7B7" stroke-width="1.5" stroke-dasharray="3 3"/><rect x="{2:.0f}" y="{3:.0f}" width="66" height="24" rx="2" fill="#fff" stroke="#A9B7B7"/>)",
        x(at), y(at) + 8, x(at) - 33, y(at) + 52);
    lines += mono(x(at), y(at) + 69, "middle", "#34464A", base::hex(path[i]).substr(0, 6));
  }
  return fmt::format(
             R"(<svg class="stair" viewBox="0 0 1060 304" role="img" aria-label="从公示记录到总指纹共 {} 步计算"><path d="M36 232L926 44" stroke="#1D6B50" stroke-width="3"/>{}{}<circle cx="36" cy="232" r="13" fill="#1D6B50"/><circle cx="926" cy="44" r="17" fill="#0E2F3A"/><path d="M919 44l5 5 9-10" stroke="#fff" stroke-width="2.6" fill="none"/><text x="22" y="206" font-size="16" font-weight="600" fill="#172326">公示记录</text>)",
             path.size(), lines, marks) +
         mono(22, 268, "start", "#1D6B50", base::hex(leaf).substr(0, 8)) +
         R"(<text x="954" y="42" font-size="16" font-weight="600" fill="#172326">总指纹</text>)" +
         mono(954, 62, "start", "#17505F", base::hex(root).substr(0, 8)) + "</svg>";
}

std::string ring_svg(int year, const law::WorkCalendar& calendar, const std::map<base::Date, int>& published,
                     base::Date newest) {
  const base::Date first = base::from_civil({year, 1, 1});
  const int days = base::from_civil({year + 1, 1, 1}) - first;
  int most = 1;
  for (const auto& [day, n] : published)
    if (base::civil(day).year == year) most = std::max(most, n);
  std::string done, rest, dot;
  for (int i = 0; i < days; ++i) {
    const base::Date day = first + i;
    const auto found = published.find(day);
    const int n = found == published.end() ? 0 : found->second;
    if (n == 0 && !calendar.is_working_day(day)) continue;
    const double turn = static_cast<double>(i) / days;
    const double length = n == 0 ? kTickMin : 12 + (kTickMax - 12) * n / most;
    (n == 0 ? rest : done) += tick(turn, length);
    if (day != newest) continue;
    const Spot spot = on_circle(turn, kInner + length + 6);
    dot = fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="6" fill="#0E2F3A"/>)", spot.x, spot.y);
  }
  return fmt::format(
      R"(<svg viewBox="0 0 420 420" role="img" aria-label="{} 年每个工作日的公示件数"><circle cx="210" cy="210" r="149" fill="none" stroke="#D9E0DE"/><path d="{}" stroke="#BCD6DA" stroke-width="1.8"/><path d="{}" stroke="#17505F" stroke-width="2.6"/>{}{}</svg>)",
      year, rest, done, dot, month_names());
}

}  // namespace portal
