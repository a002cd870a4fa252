// What can be done to four pairs of values: types with one method, as in unary-operations.ts. Comparisons give all bits or none.

@unmanaged
export class Add {
  @inline
  of(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}

@unmanaged
export class Subtract {
  @inline
  of(a: v128, b: v128): v128 {
    return f32x4.sub(a, b);
  }
}

@unmanaged
export class Multiply {
  @inline
  of(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
}

@unmanaged
export class Divide {
  @inline
  of(a: v128, b: v128): v128 {
    return f32x4.div(a, b);
  }
}

@unmanaged
export class Maximum {
  @inline
  of(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
}

@unmanaged
export class Minimum {
  @inline
  of(a: v128, b: v128): v128 {
    return f32x4.min(a, b);
  }
}

@unmanaged
export class SquaredDifference {
  @inline
  of(a: v128, b: v128): v128 {
    const difference = f32x4.sub(a, b);
    return f32x4.mul(difference, difference);
  }
}

@unmanaged
export class Greater {
  @inline
  of(a: v128, b: v128): v128 {
    return f32x4.gt(a, b);
  }
}

@unmanaged
export class GreaterEqual {
  @inline
  of(a: v128, b: v128): v128 {
    return f32x4.ge(a, b);
  }
}

@unmanaged
export class Less {
  @inline
  of(a: v128, b: v128): v128 {
    return f32x4.lt(a, b);
  }
}

@unmanaged
export class LessEqual {
  @inline
  of(a: v128, b: v128): v128 {
    return f32x4.le(a, b);
  }
}

@unmanaged
export class Equal {
  @inline
  of(a: v128, b: v128): v128 {
    return f32x4.eq(a, b);
  }
}

@unmanaged
export class NotEqual {
  @inline
  of(a: v128, b: v128): v128 {
    return f32x4.ne(a, b);
  }
}
