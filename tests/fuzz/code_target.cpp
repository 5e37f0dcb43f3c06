#include <charconv>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/error.h"
#include "formats/printed/forms.h"
#include "formats/reader.h"
#include "fuzz/target.h"
#include "support/documents.h"

// The bytes are choices: they make an expression and, next to it, what it is worth. Each step is worked out here by a
// loop over plain vectors, with nothing of the reader's.

namespace softmax::fuzz {
namespace {

/// An array of rank 2, and the code that makes it.
struct Made {
  std::string code;
  std::size_t rows;
  std::size_t columns;
  std::vector<double> values;
};

class Maker {
 public:
  explicit Maker(std::string_view choices) : choices_(choices) {}

  Made array(int depth) {
    Made made = literal();
    for (; depth > 0 && !choices_.empty(); --depth) made = step(std::move(made));
    return made;
  }

 private:
  std::size_t choose(std::size_t count) {
    if (choices_.empty()) return 0;
    const auto choice = static_cast<unsigned char>(choices_.front());
    choices_.remove_prefix(1);
    return choice % count;
  }

  std::pair<std::string, double> number() {
    static const std::vector<std::pair<std::string, double>> numbers = {
        {"1", 1},        {"-2.5", -2.5},   {"1/4", 0.25},  {"2**3", 8},
        {"1_000", 1000}, {"-(1 + 2)", -3}, {"1e-3", 1e-3}, {".5", .5}};
    return numbers[choose(numbers.size())];
  }

  Made literal() {
    Made made{"np.array([", 1 + choose(3), 1 + choose(3), {}};
    for (std::size_t i = 0; i < made.rows; ++i) {
      made.code += i > 0 ? ", [" : "[";
      for (std::size_t k = 0; k < made.columns; ++k) {
        const auto [code, value] = number();
        made.code += (k > 0 ? ", " : "") + code;
        made.values.push_back(value);
      }
      made.code += "]";
    }
    made.code += "])";
    return made;
  }

  Made step(Made a) {
    const auto [code, value] = number();
    switch (choose(8)) {
      case 0: {
        for (double& x : a.values) x = -x;
        a.code = "-" + a.code;
        return wrapped(std::move(a));
      }
      case 1: {
        for (double& x : a.values) x = x * value;
        a.code += " * (" + code + ")";
        return wrapped(std::move(a));
      }
      case 2: {
        for (double& x : a.values) x = value - x;
        a.code = "(" + code + ") - " + a.code;
        return wrapped(std::move(a));
      }
      case 3: {
        for (double& x : a.values) x = x / value;
        a.code += " / (" + code + ")";
        return wrapped(std::move(a));
      }
      case 4: {
        std::vector<double> values;
        for (std::size_t k = 0; k < a.columns; ++k) {
          for (std::size_t i = 0; i < a.rows; ++i) values.push_back(a.values[i * a.columns + k]);
        }
        return {a.code + ".T", a.columns, a.rows, values};
      }
      case 5: {
        std::vector<double> values;
        for (std::size_t i = a.rows; i-- > 0;) {
          for (std::size_t k = 0; k < a.columns; ++k) values.push_back(a.values[i * a.columns + k]);
        }
        return {a.code + "[::-1]", a.rows, a.columns, values};
      }
      case 6:
        return {fmt::format("{}.reshape({}, -1)", a.code, a.columns), a.columns, a.rows, a.values};
      default: {
        std::vector<double> values = a.values;
        values.insert(values.end(), a.values.begin(), a.values.end());
        return {fmt::format("np.concatenate(({}, {}))", a.code, a.code), 2 * a.rows, a.columns, values};
      }
    }
  }

  static Made wrapped(Made made) {
    made.code = "(" + made.code + ")";
    return made;
  }

  std::string_view choices_;
};

}  // namespace

void check_code(std::string_view bytes) {
  const Made made = Maker(bytes.substr(0, 64)).array(5);
  const auto reader = formats::printed_reader("code", "x = " + made.code, {});
  const auto document = reader->next();
  expect(document.has_value(), made.code + " holds no tensor");
  expect(document->shape == Shape{made.rows, made.columns}, made.code + " has another shape");
  expect(test::values_of(*document) == made.values, made.code + " has other values");
  expect(!reader->next().has_value(), made.code + " holds a second tensor");
}

}  // namespace softmax::fuzz
