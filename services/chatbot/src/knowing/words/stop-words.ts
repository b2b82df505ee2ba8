import { toStem } from './stem.ts';

/** Those of Snowball and PostgreSQL, with е for ё. */
const russian = `
  и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня
  еще нет о из ему теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь опять уж вам ведь
  там потом себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз
  тоже себе под будет ж тогда кто этот того потому этого какой совсем ним здесь этом один почти мой тем чтобы
  нее сейчас были куда зачем всех никогда можно при наконец два об другой хоть после над больше тот через эти
  нас про всего них какая много разве три эту моя впрочем хорошо свою этой перед иногда лучше чуть том нельзя
  такой им более всегда конечно всю между`;

const english = `
  i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers
  herself it its itself they them their theirs themselves what which who whom this that these those am is are
  was were be been being have has had having do does did doing a an the and but if or because as until while of
  at by for with about against between into through during before after above below to from up down in out on
  off over under again further then once here there when where why how all any both each few more most other
  some such no nor not only own same so than too very s t can will just don should now`;

/** What questions are asked with, and what says nothing of what is asked. */
const asking = `
  почему какие какое каким какими каких каком сколько откуда отличается отличаются отличие отличия отличить
  разница разницу разницы различие различия значит означает бывают бывает такое это расскажи расскажите объясни
  объясните поясни поясните опиши опишите подскажи подскажите посоветуй пожалуйста нужен нужна нужно нужны
  делать сделать делают делает понять работает работают каждый который которая которые которое должен должно
  привет здравствуй здравствуйте спасибо заранее пиши пишите напиши напишите ответь ответьте скажи скажите
  должна должны лишь ведь свой свои своя либо также именно вообще просто типа
  difference different differ differs explain describe tell mean means meaning define definition please would
  could should shall may might must get need want know understand work works help show say says said give gives
  hi hello hey thanks thank email reply
  use using whether also like really much many thing things`;

/** Words of everyday speech, rare in a course by chance: that a passage has one says less. */
const everyday = `
  время год года лет день дней месяц месяца неделя час часа человек люди людей дело жизнь рука слово место
  вопрос стоять стоит стоят хороший хорошо лучше лучший плохой новый старый большой маленький много мало число
  часть сторона первый второй последний самый весь каждый другой знать знаю сказать говорить думать видеть
  смотреть хотеть мочь идти дать взять найти искать брать получать получает получить начать начинать остаться
  жить написать писать читать показать оставить правильно быстро просто часто сегодня завтра вчера вместо среди
  около начало конец пример вид способ важно важный два три четыре пять десять проверить стать становится
  использовать используется хватит посмотреть
  best better good bad new old big small large great long short first last next time year day week month people
  person man way place part number kind sort make makes made take took go goes went come came see look find
  found know think thought choose chosen compute write wrote written read put keep let start begin end right
  left high low same different every near far often always never today tomorrow yesterday two three four five
  ten one another example important something anything everything`;

const toSet = (...lists: readonly string[]): ReadonlySet<string> => new Set(lists.join(' ').trim().split(/\s+/));

const everydayStems = new Set([...toSet(everyday)].map(toStem));

export const isEveryday = (stem: string): boolean => everydayStems.has(stem);

/** They are not indexed. */
export const stopWords = toSet(russian, english);

/** They are not looked for, unless a question has no others. */
export const questionWords = toSet(russian, english, asking);
