#include "compute/softmax.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "compute/diagnosis.h"
#include "compute/method.h"
#include "compute/parallel.h"
#include "core/slices.h"

namespace softmax::compute {
namespace {

/// Elements that are read, computed and written at a time.
constexpr std::size_t block_elements = std::size_t{1} << 16;

/// Of a larger panel: enough rows of slices side by side that what is known of them needn't be fetched for each few.
constexpr std::size_t large_block_elements = std::size_t{1} << 18;

/// Only a panel larger than a block is read twice.
bool needs_rereading(const Slices& slices) { return slices.panel_elements() > block_elements; }

/// Two passes over one tensor: every slice is reduced to its maximum and its sum, then every element is mapped. Panels
/// that fit a block go through both while they are in memory; a larger one is read twice.
template <Real T, class Method>
class Walk {
 public:
  Walk(Source<T>& source, const TensorHeader& header, const Request& request, const Slices& slices, Sink& sink)
      : source_(source), request_(request), slices_(slices), sink_(sink), method_(request, header.dtype) {
    if (request.wants_account) diagnosis_.emplace(request, header.shape, header.dtype, slices);
  }

  std::optional<Outcome> run() {
    if (needs_rereading(slices_)) {
      for (std::size_t panel = 0; panel < slices_.panels(); ++panel) large_panel(panel);
    } else {
      whole_panels();
    }
    if (!diagnosis_) return std::nullopt;
    return diagnosis_->finish();
  }

 private:
  void whole_panels() {
    const std::size_t elements = slices_.panel_elements();
    const std::size_t slices = slices_.slices_per_panel();
    const std::size_t panels_at_once = std::min(slices_.panels(), std::max<std::size_t>(block_elements / elements, 1));
    method_.resize(panels_at_once * slices);
    for (std::size_t first = 0; first < slices_.panels(); first += panels_at_once) {
      const std::size_t panels = std::min(panels_at_once, slices_.panels() - first);
      read(first * elements, panels * elements);
      in_parallel(request_.threads, panels, elements, 1,
                  [&](std::size_t begin, std::size_t end) { panels_in_memory(begin, end); });
      for (std::size_t p = 0; p < panels; ++p) {
        observe(first + p, 0, elements, p * elements);
        close(first + p, p * slices);
      }
      sink_.write(std::span<const T>(y_));
    }
  }

  /// Panels [begin, end) of a block.
  void panels_in_memory(std::size_t begin, std::size_t end) {
    const std::size_t elements = slices_.panel_elements();
    const std::size_t slices = slices_.slices_per_panel();
    if (slices_.panel_is_one_piece()) {
      const Matrix matrix{slices_.length(), slices, slices};
      method_.whole(x_.data() + begin * elements, matrix, end - begin, begin * slices, y_.data() + begin * elements);
      return;
    }
    method_.reset(begin * slices, (end - begin) * slices);
    for (std::size_t p = begin; p < end; ++p) {
      slices_.for_each_piece(0, elements, [&](const Slices::Piece& piece) {
        reduce(x_.data() + p * elements + piece.first, piece, 0, piece.columns, p * slices + piece.slice);
      });
    }
    method_.finish(begin * slices, (end - begin) * slices);
    for (std::size_t p = begin; p < end; ++p) {
      slices_.for_each_piece(0, elements, [&](const Slices::Piece& piece) {
        map(p * elements + piece.first, piece, 0, piece.columns, p * slices + piece.slice);
      });
    }
  }

  void large_panel(std::size_t panel) {
    const std::size_t start = panel * slices_.panel_elements();
    const std::size_t slices = slices_.slices_per_panel();
    method_.resize(slices);
    method_.reset(0, slices);
    for_each_block([&](std::size_t first, std::size_t count) {
      x_ = source_.read(start + first, count, buffer_);
      slices_.for_each_piece(first, count, [&](const Slices::Piece& piece) {
        in_parallel(request_.threads, piece.columns, piece.rows, column_grain, [&](std::size_t begin, std::size_t end) {
          reduce(x_.data() + (piece.first - first), piece, begin, end, piece.slice);
        });
      });
    });
    method_.finish(0, slices);
    for_each_block([&](std::size_t first, std::size_t count) {
      read(start + first, count);
      slices_.for_each_piece(first, count, [&](const Slices::Piece& piece) { map_in_parallel(first, piece); });
      observe(panel, first, count, 0);
      sink_.write(std::span<const T>(y_));
    });
    close(panel, 0);
  }

  /// The blocks of a large panel: whole rows of slices side by side where they fit.
  template <class Visit>
  void for_each_block(Visit visit) const {
    const std::size_t row = slices_.inner();
    const std::size_t step = row < large_block_elements ? large_block_elements / row * row : large_block_elements;
    for (std::size_t first = 0; first < slices_.panel_elements(); first += step) {
      visit(first, std::min(step, slices_.panel_elements() - first));
    }
  }

  void read(std::size_t first, std::size_t count) {
    x_ = source_.read(first, count, buffer_);
    y_ = room_for<T>(sink_, count);
    if (!y_.empty()) return;
    results_.resize(count);
    y_ = results_;
  }

  /// Columns [begin, end) of a piece whose first element is at x.
  void reduce(const T* x, const Slices::Piece& piece, std::size_t begin, std::size_t end, std::size_t slice) {
    method_.reduce(x + begin, {piece.rows, end - begin, piece.columns}, slice + begin);
  }

  void map(std::size_t at, const Slices::Piece& piece, std::size_t begin, std::size_t end, std::size_t slice) {
    method_.map(x_.data() + at + begin, {piece.rows, end - begin, piece.columns}, slice + begin,
                y_.data() + at + begin);
  }

  /// By rows: every element is on its own now.
  void map_in_parallel(std::size_t block_first, const Slices::Piece& piece) {
    const std::size_t grain = piece.columns == 1 ? column_grain : 1;
    in_parallel(request_.threads, piece.rows, piece.columns, grain, [&](std::size_t begin, std::size_t end) {
      Slices::Piece rows = piece;
      rows.rows = end - begin;
      map(piece.first - block_first + begin * piece.columns, rows, 0, piece.columns, piece.slice);
    });
  }

  void observe(std::size_t panel, std::size_t first, std::size_t count, std::size_t at) {
    if (!diagnosis_) return;
    slices_.for_each_piece(first, count, [&](const Slices::Piece& piece) {
      const std::size_t place = at + piece.first - first;
      diagnosis_->observe(panel, piece, x_.data() + place, y_.data() + place);
    });
  }

  void close(std::size_t panel, std::size_t slice) {
    if (!diagnosis_) return;
    std::span<const double> totals;
    if constexpr (std::same_as<Method, NaiveMethod<T>>) {
      totals = method_.totals().subspan(slice, slices_.slices_per_panel());
    }
    diagnosis_->close_panel(panel, totals);
  }

  /// Ranges of columns for threads are multiples of whole vectors.
  static constexpr std::size_t column_grain = 512;

  Source<T>& source_;
  const Request& request_;
  const Slices& slices_;
  Sink& sink_;
  Method method_;
  std::optional<Diagnosis> diagnosis_;
  std::vector<T> buffer_;
  std::span<const T> x_;
  std::vector<T> results_;  ///< where the sink has no room for them
  std::span<T> y_;
};

/// All values of a source that can't be read again.
template <Real T>
std::vector<T> read_all(Source<T>& source, std::size_t count) {
  std::vector<T> values;
  std::vector<T> buffer;
  for (std::size_t first = 0; first < count; first += block_elements) {
    const auto block = source.read(first, std::min(block_elements, count - first), buffer);
    values.insert(values.end(), block.begin(), block.end());
  }
  return values;
}

template <Real T>
std::optional<Outcome> walk(Source<T>& source, const TensorHeader& header, const Request& request, const Slices& slices,
                            Sink& sink) {
  if (request.mode == Mode::naive) return Walk<T, NaiveMethod<T>>(source, header, request, slices, sink).run();
  return Walk<T, StableMethod<T>>(source, header, request, slices, sink).run();
}

template <Real T>
std::optional<Outcome> compute(Source<T>& source, const TensorHeader& header, const Request& request,
                               const Slices& slices, Sink& sink) {
  const std::size_t elements = element_count(header.shape);
  if (elements == 0) {
    if (!request.wants_account) return std::nullopt;
    return Diagnosis(request, header.shape, header.dtype, slices).finish();
  }
  if (!source.rereadable() && needs_rereading(slices)) {
    MemorySource<T> memory(read_all(source, elements));
    return walk(memory, header, request, slices, sink);
  }
  return walk(source, header, request, slices, sink);
}

}  // namespace

std::optional<Outcome> softmax(const AnySource& source, const TensorHeader& header, const Request& request,
                               Sink& sink) {
  const Slices slices(header.shape, request.dims);
  sink.begin(header);
  std::optional<Outcome> outcome =
      std::visit([&](const auto& values) { return compute(*values, header, request, slices, sink); }, source);
  sink.end();
  return outcome;
}

}  // namespace softmax::compute
