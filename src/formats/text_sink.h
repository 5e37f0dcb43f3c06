#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>

#include "core/sink.h"
#include "io/output.h"
#include "text/shortest.h"

namespace softmax::formats {

/// A sink whose text depends on nothing but the values and their places in the tensor, so that it can be prepared. What
/// derives from it sets up each tensor in `begin`, and must not change before its `end`.
class TextSink : public Sink {
 public:
  void write(std::span<const float> values) final { write_in_turn(values); }
  void write(std::span<const double> values) final { write_in_turn(values); }

  void prepare(std::size_t first, std::span<const float> values, Prepared& text) const final {
    format_ahead(first, values, text);
  }
  void prepare(std::size_t first, std::span<const double> values, Prepared& text) const final {
    format_ahead(first, values, text);
  }

  void write_prepared(std::span<const float> values, const Prepared& text) final { put_or_write(values, text); }
  void write_prepared(std::span<const double> values, const Prepared& text) final { put_or_write(values, text); }

 protected:
  explicit TextSink(Output& output) : output_(output) {}

  Output& output() { return output_; }

  /// The next value is the first of a tensor.
  void start() { written_ = 0; }

  /// Appends the text of values, the first of which is element `first`, with all that stands before each of them.
  virtual void format(std::size_t first, std::span<const float> values, Prepared& text) const = 0;
  virtual void format(std::size_t first, std::span<const double> values, Prepared& text) const = 0;

 private:
  /// Values that become text at a time.
  static constexpr std::size_t part_size = 4096;

  /// Bytes of a block that may be kept until its turn. Only with hundreds of digits after the point are there more.
  static constexpr std::size_t most_prepared = std::size_t{16} << 20;

  template <Real T>
  void format_ahead(std::size_t first, std::span<const T> values, Prepared& text) const {
    for (std::size_t done = 0; done < values.size(); done += part_size) {
      format(first + done, values.subspan(done, std::min(part_size, values.size() - done)), text);
      if (text.size() > most_prepared) return text.clear();
    }
  }

  template <Real T>
  void write_in_turn(std::span<const T> values) {
    while (!values.empty()) {
      const std::span<const T> part = values.first(std::min(part_size, values.size()));
      part_.clear();
      format(written_, part, part_);
      put(part.size(), part_);
      values = values.subspan(part.size());
    }
  }

  template <Real T>
  void put_or_write(std::span<const T> values, const Prepared& text) {
    if (text.size() == 0) {
      write_in_turn(values);
    } else {
      put(values.size(), text);
    }
  }

  void put(std::size_t count, const Prepared& text) {
    output_.write({text.data(), text.size()});
    written_ += count;
  }

  Output& output_;
  std::size_t written_ = 0;  ///< values of the tensor
  Prepared part_;
};

/// Appends the numbers, at least one, with `separator` between them.
template <Real T>
void append_numbers(const NumberText& number, std::span<const T> values, char separator, Prepared& text) {
  constexpr std::size_t at_once = 64;  // so that room is made rarely, and not for long numbers that most are not
  while (!values.empty()) {
    const std::span<const T> some = values.first(std::min(values.size(), at_once));
    const std::size_t before = text.size();
    text.resize(before + some.size() * (number.room() + 1));
    char* to = text.data() + before;
    for (const T value : some) {
      to = number.put(to, value);
      *to++ = separator;
    }
    text.resize(static_cast<std::size_t>(to - text.data()));
    values = values.subspan(some.size());
  }
  text.resize(text.size() - 1);
}

inline void append(std::string_view part, Prepared& text) { text.append(part.data(), part.data() + part.size()); }

}  // namespace softmax::formats
