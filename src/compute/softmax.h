#pragma once

#include <optional>

#include "core/block.h"
#include "core/dtype.h"
#include "core/outcome.h"
#include "core/progress.h"
#include "core/request.h"
#include "core/shape.h"
#include "core/sink.h"

namespace softmax::compute {
/// Softmax or log-softmax of a tensor along the dims of the request, from a source to a sink: the header, the values in
/// row-major order as they are ready, the end. The values are in memory a few blocks at a time where a panel
/// (core/slices.h) fits a block, or where the source can be read again; otherwise the whole tensor is.
///
/// Returns what was found out, when the request wants an account. `progress` advances with the values that have been
/// worked on, in bytes of their dtype; values that are read twice count twice.
///
/// Throws Error for dims that do not fit the shape (before it calls the sink), and whatever source and sink throw.
std::optional<Outcome> softmax(Source& source, const TensorHeader& header, const Request& request, Sink& sink,
                               Progress& progress = no_progress());
}  // namespace softmax::compute
