// What can be done to four values. AssemblyScript's generics know types only, so an operation is a type with one method; it has no fields, no
// instance is ever made.
import { exp } from '../math/exp';
import { log } from '../math/log';
import { sigmoid } from '../math/sigmoid';
import { tanh } from '../math/tanh';

@unmanaged
export class Tanh {
  @inline
  of(x: v128): v128 {
    return tanh(x);
  }
}

@unmanaged
export class Sigmoid {
  @inline
  of(x: v128): v128 {
    return sigmoid(x);
  }
}

@unmanaged
export class Exp {
  @inline
  of(x: v128): v128 {
    return exp(x);
  }
}

@unmanaged
export class Log {
  @inline
  of(x: v128): v128 {
    return log(x);
  }
}

@unmanaged
export class Sqrt {
  @inline
  of(x: v128): v128 {
    return f32x4.sqrt(x);
  }
}

@unmanaged
export class Rsqrt {
  @inline
  of(x: v128): v128 {
    return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
  }
}

@unmanaged
export class Square {
  @inline
  of(x: v128): v128 {
    return f32x4.mul(x, x);
  }
}

@unmanaged
export class Negative {
  @inline
  of(x: v128): v128 {
    return f32x4.neg(x);
  }
}

@unmanaged
export class Absolute {
  @inline
  of(x: v128): v128 {
    return f32x4.abs(x);
  }
}

@unmanaged
export class Relu {
  @inline
  of(x: v128): v128 {
    // pmax is one instruction where max is eight; it leaves -0 and NaN as they are. -0 + 0 is 0.
    return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), f32x4.splat(0));
  }
}

@unmanaged
export class Reciprocal {
  @inline
  of(x: v128): v128 {
    return f32x4.div(f32x4.splat(1), x);
  }
}
