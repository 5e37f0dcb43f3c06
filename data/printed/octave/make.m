% Prints tensors with Octave in its formats short, short g and long, and writes the prints with the values to
% prints.json, which tests/formats/printed/octave_test.cpp reads. Run: octave-cli make.m
% Values are in row-major order, with 17 digits; sizes are those of Octave, but for scalars, which have none.
1;

function text = quoted(text)
  text = ["\"" strrep(strrep(text, "\\", "\\\\"), "\n", "\\n") "\""];
end

function save_print(file, format_name, x)
  persistent is_first = true;
  switch format_name
    case "short", format short
    case "short g", format short g
    case "long", format long
    case "fixed point", format short, fixed_point_format(true);
  end
  print = evalc("x");
  fixed_point_format(false);
  sizes = size(x);
  if isscalar(x), sizes = []; end
  values = permute(x, ndims(x):-1:1);
  words = arrayfun(@(value) ["\"" sprintf("%.17g", value) "\""], values(:)', "UniformOutput", false);
  if !is_first, fprintf(file, ",\n"); end
  is_first = false;
  fprintf(file, "{\"format\": %s, \"class\": %s, \"shape\": [%s], \"values\": [%s],\n \"print\": %s}", ...
          quoted(format_name), quoted(class(x)), strjoin(arrayfun(@num2str, sizes, "UniformOutput", false), ", "), ...
          strjoin(words, ", "), quoted(print));
end

rand("twister", 14);
randn("twister", 14);
spread = @(varargin) randn(varargin{:}) .* 10 .^ (14 * rand(varargin{:}) - 8);  % magnitudes 1e-8 to 1e6
p = @(x) exp(x) ./ sum(exp(x), 2);

tensors = {0, 5, -0.25, 1/3, 1e-8 / 7, 123456.789, 1e10, NaN, Inf, -Inf, ...
  [0.09 0.2447 0.6652], p([1 2 3]), p([30 20 10]), p([-Inf 1 2 3]), [1 2 3], [100000.5 3], [1e5 1], [0 1e-20 1], ...
  [1.5 NaN Inf -Inf], [NaN NaN], [1 NaN -Inf], spread(1, 7), rand(1, 25), (1:30), [-1.5 2.25], [0.05 99.5], ...
  [0.5; 1000.25; 3], spread(4, 1), [0; 1], p(randn(3, 4) * 3), spread(2, 3), spread(3, 11), ...
  [0.5 1000.25; 3 4], [1 -20; 300 4], [0 0.5; NaN -Inf], randn(12, 2) * 100, -rand(2, 9), ...
  p(randn(2, 3, 2)), spread(2, 2, 3), reshape(1:24, 2, 3, 2, 2), p(randn(2, 2, 2, 2)), rand(1, 3, 2), spread(1, 1, 3), ...
  zeros(0, 3), zeros(2, 0, 2), diag([1 2.5 3]), eye(3)(:, [2 1 3]), 0:0.25:1};

file = fopen("prints.json", "w");
fprintf(file, "{\"by\": \"GNU Octave %s\", \"prints\": [\n", version());
for i = 1:numel(tensors)
  for name = {"short", "short g", "long"}
    save_print(file, name{1}, tensors{i});
  end
end
for x = {[0.5 1000.25; 3 4], p([1 2 3]), rand(2, 10) * 1e4, rand(2, 2, 2) * 1e-3}
  save_print(file, "fixed point", x{1});
end
for x = {single(0.1), single([0.1 1/3; 1e-5 2]), single(p([1 2 3]))}
  save_print(file, "short", x{1});
  save_print(file, "long", x{1});
end
fprintf(file, "\n]}\n");
fclose(file);
