#include <cmath>
#include <span>

#include <nlohmann/json.hpp>

#include "core/formatted.h"
#include "report/account.h"
#include "report/message.h"

namespace softmax::report {
namespace {
using Json = nlohmann::ordered_json;

Json number(double value) {
  if (std::isfinite(value)) return value;
  return number_text(value);
}

/// Values in row-major order as nested arrays of the shape; a bare number for rank 0.
Json nested(std::span<const double> values, std::span<const std::size_t> shape) {
  if (shape.empty()) return number(values.front());
  Json array = Json::array();
  const std::size_t each = shape[0] == 0 ? 0 : values.size() / shape[0];
  for (std::size_t i = 0; i < shape[0]; ++i) array.push_back(nested(values.subspan(i * each, each), shape.subspan(1)));
  return array;
}

Json diagnostic(const Diagnostic& met) {
  if (met.count == 0) return {{"count", 0}, {"first", nullptr}, {"value", nullptr}};
  return {{"count", met.count}, {"first", met.first}, {"value", number(met.value)}};
}

Json verdict_json(const Verdict& verdict) {
  Json json = {{"agrees", verdict.agrees()}, {"rule", verdict.rule}, {"level", name(verdict.level)}};
  json["levels"] = Json::object();
  for (std::size_t level = 0; level < level_count; ++level) {
    if (verdict.levels[level] > 0) json["levels"][std::string(level_names[level])] = verdict.levels[level];
  }
  json["worst"] = nullptr;
  if (verdict.worst) {
    const ComparedElement& worst = *verdict.worst;
    json["worst"] = {{"index", worst.index}, {"printed", worst.printed}, {"computed", number(worst.computed)}};
    json["worst"]["units"] = worst.units ? number(*worst.units) : Json(nullptr);
  }
  json["explanations"] = Json::array();
  for (const Mistake& mistake : verdict.mistakes) {
    json["explanations"].push_back({{"id", mistake.id},
                                    {"sentence", mistake.sentence},
                                    {"command", mistake.command.empty() ? Json(nullptr) : Json(mistake.command)}});
  }
  return json;
}
}  // namespace

std::string report_json(const Outcome& outcome, const std::string& input, std::string_view result) {
  std::string text = "{";
  const auto member = [&text](std::string_view key, const Json& value, std::string_view indent = "  ") {
    // Names of inputs need not be UTF-8; the report has to be.
    const std::string dumped = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    text += formatted("{}\n{}\"{}\": {}", text.back() == '{' ? "" : ",", indent, key, dumped);
  };
  member("input", input);
  member("shape", outcome.shape);
  member("dtype", name(outcome.dtype));
  member("op", name(outcome.operation));
  member("mode", name(outcome.mode));
  member("dim", outcome.dims);
  member("scale", number(outcome.scale.is_temperature ? 1 / outcome.scale.value : outcome.scale.value));
  member("sums", nested(outcome.sums.values, outcome.sums.shape));
  member("sum_error", number(outcome.sums.error));
  text += ",\n  \"diagnostics\": {";
  for (std::size_t t = 0; t < trouble_count; ++t) {
    member(trouble_names[t], diagnostic(outcome.diagnostics[t]), "    ");
  }
  text += "\n  }";
  member("notes", notes(outcome));
  if (outcome.verdict) member("expect", verdict_json(*outcome.verdict));
  if (!result.empty()) {
    while (result.ends_with('\n')) result.remove_suffix(1);
    text.append(",\n  \"result\": ").append(result);
  }
  return text + "\n}";
}
}  // namespace softmax::report
