/** What schools want to hear of whatever their own lists say: somebody may be about to harm themselves. */
export const distressPhrases: readonly string[] = [
  ...['суицид', 'самоубийство', 'покончить с собой', 'покончу с собой', 'убить себя', 'убью себя', 'не хочу жить'],
  ...['не хочется жить', 'хочу умереть', 'хочется умереть', 'лучше бы я умер', 'лучше бы я умерла', 'порезать вены'],
  ...['режу себя', 'резать себя', 'причинить себе вред', 'незачем жить', 'нет смысла жить', 'повеситься', 'повешусь'],
  ...['suicide', 'suicidal', 'kill myself', 'killing myself', 'end my life', 'want to die', 'do not want to live'],
  ...["don't want to live", 'hurt myself', 'harm myself', 'cut myself', 'cutting myself', 'self harm', 'better off dead'],
];
