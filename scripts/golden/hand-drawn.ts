/** Open, high, low, close in whole ticks. */
export type Drawn = readonly [number, number, number, number];

/** One formation drawn by hand after the plain bars: seen with `value` on its last bar, and not seen once one thing is changed. */
export interface HandDrawn {
  readonly id: string;
  readonly value: number;
  readonly bars: readonly Drawn[];
  /** The bars of the near miss and what it lacks. */
  readonly miss: readonly Drawn[];
  readonly lacks: string;
}

/**
 * Sixteen plain bars, white and black in turn: body 10, range 20, shadows 5. After them a body is long above 10 and short below, a doji up
 * to 2,
 * a shadow short below 5 and very short below 2; near is 4, far 12, equal 1. (The drawn bars enter the averages of those after them.)
 */
export const PLAIN: readonly Drawn[] = Array.from({ length: 16 }, (_, i) =>
  i % 2 === 0 ? [1000, 1015, 995, 1010] : [1010, 1015, 995, 1000],
);

/**
 * One drawing a line: id and value, its bars as `o h l c` (commas between), the bar that the near miss has instead, behind its place
 * counted
 * from the last (-1), and what that one lacks.
 */
const TABLE = `
marubozu 100 | 1000 1031 1000 1030 | -1 1000 1033 1000 1030 | an upper shadow of 3 is not very short
marubozu -100 | 1030 1030 999 1000 | -1 1009 1009 998 999 | an equal body of 10 is not long
closing-marubozu 100 | 1000 1021 990 1020 | -1 1000 1022 990 1020 | an upper shadow of 2 is not very short
closing-marubozu -100 | 1020 1030 999 1000 | -1 1020 1030 998 1000 | a lower shadow of 2 is not very short
belt-hold 100 | 1000 1030 999 1020 | -1 1000 1030 998 1020 | a lower shadow of 2 is not very short
belt-hold -100 | 1020 1021 990 1000 | -1 1020 1022 990 1000 | an upper shadow of 2 is not very short
long-line 100 | 1000 1024 996 1020 | -1 1000 1025 996 1020 | an upper shadow of 5 is not short
long-line -100 | 1020 1024 996 1000 | -1 1020 1024 995 1000 | a lower shadow of 5 is not short
short-line 100 | 1000 1009 996 1005 | -1 1000 1010 996 1005 | an upper shadow of 5 is not short
short-line -100 | 1005 1009 996 1000 | -1 1010 1014 996 1000 | a body of 10 is not short
spinning-top 100 | 1000 1010 995 1004 | -1 1000 1010 996 1004 | the lower shadow is not longer than the body
spinning-top -100 | 1004 1010 995 1000 | -1 1004 1008 995 1000 | the upper shadow is not longer than the body
high-wave 100 | 1000 1013 991 1004 | -1 1000 1013 992 1004 | the lower shadow is only twice the body
high-wave -100 | 1004 1013 991 1000 | -1 1004 1012 991 1000 | the upper shadow is only twice the body
doji 100 | 1000 1008 992 1002 | -1 1000 1008 992 1003 | a body of 3 is more than a tenth of the range
dragonfly-doji 100 | 1000 1001 980 1000 | -1 1000 1002 980 1000 | an upper shadow of 2 is not very short
gravestone-doji 100 | 1000 1020 999 1000 | -1 1000 1020 998 1000 | a lower shadow of 2 is not very short
long-legged-doji 100 | 1000 1020 999 1002 | -1 1000 1004 998 1002 | no shadow is longer than the body
rickshaw-man 100 | 1000 1012 990 1002 | -1 1000 1030 995 1002 | the body is far from the middle
takuri 100 | 1000 1001 996 1001 | -1 1000 1001 998 1001 | the lower shadow is only twice the body
doji-star -100 | 1000 1022 998 1020, 1022 1026 1018 1023 | -1 1020 1026 1018 1021 | the bodies touch
doji-star 100 | 1020 1022 998 1000, 998 1002 994 997 | -1 998 1002 990 995 | a body of 3 is no doji
tristar -100 | 1000 1005 995 1001, 1004 1008 1001 1005, 1002 1006 998 1002 | -1 1004 1009 1000 1005 | the third is as high as the second
tristar 100 | 1001 1006 995 1000, 996 999 992 997, 999 1003 996 999 | -2 999 1003 995 1000 | the second does not gap
hammer 100 | 996 1001 980 1000 | -1 1000 1005 980 1004 | the body is not near the last low
hanging-man -100 | 1012 1017 998 1016 | -1 1010 1015 998 1014 | the body is not near the last high
inverted-hammer 100 | 995 1010 994 998 | -1 995 1010 994 1000 | the body does not gap
shooting-star -100 | 1012 1030 1011 1015 | -1 1010 1030 1009 1015 | the body does not gap
engulfing 100 | 1010 1015 995 1000, 999 1015 995 1011 | -1 1000 1015 995 1010 | the bodies are alike
engulfing 80 | 1010 1015 995 1000, 1000 1015 995 1011 | -1 1001 1015 995 1011 | the open is inside
engulfing -100 | 1000 1015 995 1010, 1011 1015 995 999 | -1 999 1015 995 1011 | both are white
engulfing -80 | 1000 1015 995 1010, 1010 1015 995 999 | -1 1010 1015 995 1001 | the close is inside
harami -100 | 1000 1022 998 1020, 1012 1015 1008 1009 | -1 1021 1024 1012 1015 | the body reaches out
harami -80 | 1000 1022 998 1020, 1020 1022 1010 1015 | -2 1010 1022 998 1020 | the first is not long
harami 100 | 1020 1022 998 1000, 1008 1012 1006 1011 | -1 1001 1021 1000 1019 | the second is not short
harami-cross -100 | 1000 1022 998 1020, 1010 1015 1005 1011 | -1 1010 1015 1005 1013 | a body of 3 is no doji
harami-cross 80 | 1020 1022 998 1000, 1000 1005 995 1001 | -1 999 1005 995 1000 | the body reaches out
homing-pigeon 100 | 1020 1022 998 1000, 1012 1014 1003 1005 | -1 1005 1014 1003 1012 | the second is white
matching-low 100 | 1020 1022 998 1000, 1010 1012 996 1001 | -1 1010 1012 996 1002 | the closes differ by 2
three-inside 100 | 1020 1022 998 1000, 1008 1012 1006 1011, 1010 1025 1008 1022 | -1 1010 1025 1008 1020 | the close is not above the first open
three-inside -100 | 1000 1022 998 1020, 1012 1015 1008 1009, 1010 1012 996 998 | -1 1010 1012 996 1000 | the close is not below the first open
three-outside 100 | 1010 1012 998 1000, 999 1015 997 1011, 1011 1018 1009 1016 | -1 1012 1018 1009 1011 | no higher close
three-outside -100 | 1000 1012 998 1010, 1011 1013 997 999, 999 1002 990 994 | -2 1010 1013 997 999 | one end only matches
piercing 100 | 1020 1022 998 1000, 990 1014 988 1012 | -1 990 1014 988 1010 | the close is on the middle
dark-cloud-cover -100 | 1000 1022 998 1020, 1024 1026 1005 1008 | -1 1024 1026 1005 1010 | the close is on the middle
in-neck -100 | 1020 1022 998 1000, 990 1003 988 1001 | -1 990 1003 988 1002 | the close is 2 into the body
on-neck -100 | 1020 1022 998 1000, 990 1001 988 998 | -1 990 1001 988 1000 | the close is 2 above the low
thrusting -100 | 1020 1022 998 1000, 990 1012 988 1008 | -1 990 1012 988 1011 | the close is past the middle
counterattack 100 | 1020 1022 998 1000, 980 1003 978 1001 | -1 980 1003 978 1002 | the closes differ by 2
counterattack -100 | 1000 1022 998 1020, 1040 1042 1018 1020 | -1 1030 1042 1018 1020 | the second is not long
separating-lines 100 | 1010 1015 998 1000, 1010 1032 1009 1030 | -1 1010 1032 1008 1030 | a lower shadow of 2 is not very short
separating-lines -100 | 1000 1012 995 1010, 1000 1001 978 980 | -1 1003 1004 978 980 | the opens differ by 3
kicking 100 | 1020 1021 999 1000, 1030 1051 1029 1050 | -1 1022 1043 1021 1042 | the shadows touch
kicking -100 | 1000 1021 999 1020, 990 991 969 970 | -1 990 993 969 970 | an upper shadow of 3 is not very short
kicking-by-length 100 | 1020 1021 999 1000, 1030 1061 1029 1060 | -1 1030 1063 1029 1060 | an upper shadow of 3 is not very short
kicking-by-length -100 | 1030 1031 999 1000, 1040 1061 1039 1060 | -1 1040 1049 1039 1048 | the second is not long
morning-star 100 | 1030 1032 1008 1010, 1004 1006 998 1000, 1004 1022 1002 1018 | -1 1002 1022 1000 1015 | the close is not deep enough
morning-doji-star 100 | 1030 1032 1008 1010, 1003 1006 998 1004, 1004 1022 1002 1018 | -2 1004 1006 998 1000 | a body of 4 is no doji
evening-star -100 | 1000 1022 998 1020, 1026 1032 1024 1030, 1026 1028 1008 1012 | -2 1020 1032 1018 1024 | the bodies touch
evening-doji-star -100 | 1000 1022 998 1020, 1027 1032 1024 1026, 1026 1028 1008 1012 | -2 1030 1032 1024 1026 | a body of 4 is no doji
abandoned-baby 100 | 1030 1032 1008 1010, 1000 1004 996 1001, 1008 1026 1006 1022 | -1 1008 1026 1004 1022 | the shadows touch
abandoned-baby -100 | 1000 1022 998 1020, 1028 1032 1024 1029, 1022 1023 1006 1008 | -1 1022 1023 1013 1015 | the close is not deep enough
two-crows -100 | 1000 1022 998 1020, 1034 1036 1024 1026, 1030 1032 1008 1010 | -1 1030 1032 1008 1020 | the close is not inside the first
upside-gap-two-crows -100 | 1000 1022 998 1020, 1030 1032 1024 1026, 1032 1034 1021 1022 | -1 1032 1034 1018 1020 | the gap is closed
three-black-crows -100 | 1010 1032 1008 1030, 1028 1029 1009 1010, 1020 1021 999 1000, 1010 1011 989 990 | -1 1000 1001 989 990 | the third opens outside the second
identical-three-crows -100 | 1040 1041 1019 1020, 1020 1021 999 1000, 1000 1001 979 980 | -1 1003 1004 979 980 | the third opens 3 above the close
stick-sandwich 100 | 1020 1022 998 1000, 1004 1018 1002 1015, 1016 1018 996 1001 | -2 1004 1018 1000 1015 | the white bar comes down to the close
unique-three-river 100 | 1030 1032 1008 1010, 1026 1028 1002 1014, 1006 1012 1004 1009 | -1 1002 1012 1000 1005 | it opens on the low
three-stars-in-south 100 | 1030 1032 980 1010, 1024 1026 990 1008, 1006 1007 999 1000 | -2 1024 1026 979 1008 | a new low
three-white-soldiers 100 | 1000 1016 998 1015, 1010 1031 1008 1030, 1020 1046 1018 1045 | -1 1020 1048 1018 1045 | an upper shadow of 3 is not very short
advance-block -100 | 1000 1022 998 1020, 1010 1032 1008 1024, 1016 1036 1014 1026 | -1 1016 1034 1014 1033 | the third goes on without an upper shadow
stalled-pattern -100 | 1000 1022 998 1020, 1010 1031 1008 1030, 1028 1036 1026 1032 | -1 1022 1036 1020 1036 | the third is not short
gap-side-side-white 100 | 1000 1012 998 1010, 1020 1032 1018 1030, 1020 1033 1018 1031 | -1 1023 1035 1021 1033 | the opens differ by 3
gap-side-side-white -100 | 1010 1012 998 1000, 980 992 978 990, 980 993 978 991 | -1 980 998 978 996 | the bodies differ by 6
tasuki-gap 100 | 1000 1012 998 1010, 1020 1032 1018 1030, 1026 1028 1012 1015 | -1 1026 1028 1008 1010 | the gap is closed
tasuki-gap -100 | 1010 1012 998 1000, 990 992 978 980, 984 998 982 995 | -1 984 1002 982 1000 | the gap is closed
x-side-gap-three-methods 100 | 1000 1012 998 1010, 1020 1032 1018 1030, 1026 1028 1003 1005 | -1 1026 1028 998 1000 | the close is past the first body
x-side-gap-three-methods -100 | 1010 1012 998 1000, 990 992 978 980, 984 1007 982 1005 | -1 990 1007 982 1005 | it does not open inside the second
breakaway 100 | 1040 1042 1018 1020, 1010 1012 1000 1004, 1004 1008 994 998, 998 1002 988 992, 992 1018 990 1016 | -1 992 1018 990 1010 | the close is not inside the gap
breakaway -100 | 1000 1022 998 1020, 1030 1040 1028 1036, 1036 1046 1034 1042, 1042 1052 1040 1048, 1048 1050 1022 1024 | -2 1042 1046 1040 1044 | the fourth has no higher high
three-line-strike 100 | 1000 1012 998 1010, 1006 1022 1004 1018, 1014 1030 1012 1026, 1030 1032 990 995 | -1 1030 1032 990 1000 | the close is not below the first open
three-line-strike -100 | 1020 1022 1008 1010, 1014 1016 1000 1002, 1006 1008 990 994, 990 1030 988 1025 | -1 994 1030 988 1025 | it opens on the last close
conceal-baby-swallow 100 | 1040 1041 1019 1020, 1015 1016 994 995, 985 1000 973 975, 1005 1006 965 970 | -1 999 1000 965 970 | the last does not reach over the shadow
ladder-bottom 100 | 1050 1052 1028 1030, 1040 1042 1018 1020, 1030 1032 1008 1010, 1018 1026 1000 1004, 1020 1034 1018 1030 | -1 1020 1034 1018 1026 | the close is not above the high
mat-hold 100 | 1000 1032 998 1030, 1038 1040 1030 1034, 1033 1035 1025 1027, 1029 1031 1021 1023, 1026 1046 1024 1044 | -1 1026 1046 1024 1040 | no new high
rise-fall-three-methods 100 | 1000 1032 998 1030, 1026 1028 1018 1020, 1022 1024 1014 1016, 1018 1020 1010 1012, 1016 1038 1014 1036 | -1 1016 1038 1014 1030 | the close is not above the first
rise-fall-three-methods -100 | 1030 1032 998 1000, 1004 1012 1002 1010, 1008 1016 1006 1014, 1012 1020 1010 1018, 1014 1016 990 994 | -3 1008 1016 1006 1010 | the closes do not rise
hikkake 100 | 1000 1020 990 1010, 1005 1015 995 1008, 1004 1012 992 1000 | -1 1004 1015 992 1000 | no lower high
hikkake 200 | 1000 1020 990 1010, 1005 1015 995 1008, 1004 1012 992 1000, 1000 1020 994 1016 | -1 1000 1020 994 1015 | the close is on the high of the inside bar
hikkake -200 | 1000 1020 990 1010, 1005 1015 995 1008, 1004 1018 998 1010, 1010 1020 996 1000, 1000 1010 990 994 | -1 1000 1010 990 995 | the close is on the low of the inside bar
hikkake-mod 100 | 1000 1030 980 1010, 1010 1025 985 988, 1000 1020 990 1005, 1000 1016 986 1002 | -3 1010 1025 985 992 | the second does not close near its low
hikkake-mod 200 | 1000 1030 980 1010, 1010 1025 985 988, 1000 1020 990 1005, 1000 1016 986 1002, 1002 1026 996 1022 | -1 1002 1026 996 1020 | the close is on the high of the inside bar
hikkake-mod -100 | 1000 1030 980 1010, 1010 1025 985 1022, 1000 1020 990 1005, 1000 1024 992 1010 | -1 1000 1020 992 1010 | no higher high
`;

const numbers = (text: string): number[] => text.trim().split(/\s+/).map(Number);

function read(line: string): HandDrawn {
  const [head, shape, change, lacks] = line.split(' | ') as [string, string, string, string];
  const [id, value] = head.split(' ') as [string, string];
  const bars = shape.split(',').map((bar) => numbers(bar) as unknown as Drawn);
  const [place, ...bar] = numbers(change) as [number, ...number[]];
  return { id, value: Number(value), bars, miss: bars.with(place, bar as unknown as Drawn), lacks };
}

/** At least one drawing of every formation, both directions where it knows two. */
export const HAND_DRAWN: readonly HandDrawn[] = TABLE.trim().split('\n').map(read);
