// Gradients before an activation, from the one behind it and the activation's value.

export function throughSigmoid(gradient: v128, value: v128, one: v128): v128 {
  return f32x4.mul(f32x4.mul(gradient, value), f32x4.sub(one, value));
}

export function throughTanh(gradient: v128, value: v128, one: v128): v128 {
  return f32x4.mul(gradient, f32x4.sub(one, f32x4.mul(value, value)));
}
