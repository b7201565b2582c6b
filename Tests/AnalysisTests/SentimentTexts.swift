/// Texts for the tests of sentiment, written before the rules that they test. A heading, then texts of its kind, each
/// behind its sign: `+` positive, `-` negative, `=` neither. Of every kind there are both sides.
///
/// Every second text of a kind was not looked at while the rules were mended.
enum SentimentTexts {
  static let english = """
    # irony
    - great, another outage. just great
    - Wonderful. My order is lost again. Simply wonderful.
    - Thanks for cancelling my booking without telling me
    - Oh nice, you charged me twice. Love it.
    - Fantastic, the app crashed for the third time today
    - I just love waiting two hours for a callback that never comes
    - Thanks a lot for ruining our holiday
    - Way to go, you managed to break the login again
    - Brilliant update, now nothing works
    - Nothing says customer care like being put on hold for an hour
    - What a lovely surprise: a hidden fee
    - Good job losing my suitcase, guys
    - Sure, because paying more for less is exactly what I wanted
    - Perfect timing for the network to go down
    + great, another win. just great
    + Thanks for sorting out my cancelled booking so quickly
    + Wonderful. My order came a day early. Simply wonderful.
    + Oh nice, you upgraded me twice. Love it.
    + Well done team, the outage was fixed in ten minutes
    + Good job finding my lost suitcase, guys
    # denied praise
    - As if this was worth the money
    - Reliable my ass
    - Best support ever, said no one
    - Yeah right, "fast delivery"
    - This is anything but comfortable
    - So much for premium service
    - Nobody would call this a good deal
    - Far from perfect
    - It is neither cheap nor good
    - Not exactly what I would call helpful
    + It was nothing short of amazing
    + There is nothing I dislike about it
    + Nothing but praise for the staff
    + No regrets at all
    + Not bad at all, I like it
    + You won't be disappointed
    # more than enough
    + I can't recommend it enough
    + Couldn't be happier with this purchase
    + I cannot praise the driver enough
    + I couldn't have asked for better service
    + Can't fault it
    + No complaints from me
    + It doesn't get any better than this
    + I can't get enough of this song
    + Never had a better breakfast
    + You can't go wrong with this one
    + Could not be more pleased
    + Can't say enough good things about them
    - I can't recommend it
    - Couldn't be worse
    - I could not be more disappointed
    - I can't stand it any more
    - I've had enough of this company
    - It can't even do the basics
    - Never had a worse breakfast
    - Not good enough
    # regret
    + I wish I had bought this years ago
    + Should have switched to them sooner
    + My only regret is not ordering two
    + Wish I had found this place earlier
    + Why did I wait so long to get one
    + I don't regret buying it for a second
    - I wish I had never bought this
    - I regret ordering from here
    - Should have listened to the bad reviews
    - Wish I could get my money back
    - Big mistake buying this
    - I should have stayed with my old provider
    # please stop
    - Can you stop sending me these emails
    - Please stop calling me at work
    - Could you please not text me at three in the morning
    - Would it kill you to answer the phone
    - How many times do I have to ask you to remove my number
    - Please take me off your list, I asked twice
    = Can you send me the receipt by email
    = Please call me at work tomorrow
    = Could you please text me the new gate
    + Please never stop making these
    + Don't ever change, I love you guys
    + Keep sending me those coupons, I love them
    # comparing
    - Much worse than the old version
    - It used to be so much better
    - The cheap one beats this by miles
    - Not as good as the last model
    - I have had better coffee from a machine
    - My old phone was faster than this
    - Less comfortable than I was told
    - It is even slower than before
    + Much better than the old version
    + So much faster than my last phone
    + As good as new
    + Better than I expected
    + None of the others come close
    + Nothing beats a window seat with you guys
    + It beats the expensive brands
    + Far less noisy than the old one
    # almost perfect
    + Lovely hotel. If only the pool were heated, it would be perfect
    + Great phone, my only complaint is the colour
    + The one downside is the price, but it is worth it
    + Would be nice to have more colours, but otherwise excellent
    + Apart from a small scratch everything was great
    + A bit pricey but delicious
    + Only minor issue: the cable is short. Otherwise a solid buy
    + Breakfast could be warmer, overall a very pleasant stay
    - The only good thing is the location
    - Nice lobby, but that is where the good ends
    - Would be great if it actually worked
    - Apart from the view everything was terrible
    - It would be nice if someone answered the phone
    - Good idea, poorly made
    # contrast
    + The delivery was late but the food was amazing
    + Although the room was small, it was very comfortable and clean
    + I was sceptical at first, but it works really well
    + It looked cheap at first, yet it turned out to be sturdy
    + Despite the delay the crew kept everyone happy
    + Not the prettiest, but it does the job very well
    - The food was amazing but the delivery took two hours and it was cold
    - Although the staff were friendly, the room was filthy
    - It worked well at first, but died after a week
    - Looks beautiful, however the battery is terrible
    - Despite the good reviews this is rubbish
    - I wanted to love it but it is just too slow
    # longer
    + We stayed three nights. The lift was slow and the street a little noisy in the morning, but the room was spacious and spotless, breakfast had everything, and the staff helped us with all we asked. We will be back.
    + Setting it up took a while and the manual is confusing. Once it ran, though, I never had a problem: the picture is sharp, the sound is full and the remote is simple. Very happy.
    + The first chapter drags and some jokes fall flat. After that I could not put it down. The characters are alive and the ending moved me. Highly recommended.
    + Waiter forgot our drinks once, no big deal. The steak was cooked perfectly, the dessert was a dream and the bill was fair. Our new favourite place.
    - The lobby is beautiful and check-in was quick. Then we saw the room: stains on the carpet, a broken lamp, hair in the bathroom, and music from the bar until three. We asked to move and were told no. We left a day early.
    - It arrived on time and looks nice in the box. The screen flickers, the speaker crackles and after two weeks it will not charge any more. Support wants me to pay for the return. Never again.
    - A famous author and a nice cover. Inside there are typos on every page, the plot makes no sense and the last third is a rushed mess. I gave up twenty pages before the end.
    - The waiter was kind and the view is lovely. My fish was raw in the middle, my wife's pasta was cold, and the bill had two drinks we never ordered. Overall a disappointing evening.
    # what a work is about
    = This is a sad song
    = A horror film about a haunted house
    = He plays an angry old man in the series
    = The novel is set in a dark and cold winter
    = A documentary on the worst disaster in the history of mining
    = The third part of the crime series comes out in May
    + A sad song, beautifully sung
    + The scariest film I have seen, loved every minute
    - A sad excuse for a film
    - The horror film was boring
    # reach of not
    - I don't think this is good
    - It isn't very reliable
    - The staff weren't helpful or friendly
    - I have never been happy with them
    - No one was polite
    - Hardly worth the price
    + I don't have any complaints
    + It isn't slow, noisy or expensive
    + Never had any trouble with it
    + It works without any problems
    + No delays, no stress
    + I didn't expect it to be this good
    # degree and signs
    + Absolutely brilliant
    + sooo good!!!
    + 😍😍 thank you
    + this is 🔥🔥
    + best. day. ever.
    + loving the new look 💕
    - Utterly useless
    - sooooo slow
    - 😡😡😡
    - still nothing 🙄
    - worst. service. ever.
    - my bag is gone 😭
    # neither
    = What time does the shop open on Sunday?
    = The meeting is moved to Thursday
    = Do you ship to Norway?
    = I will fly to Boston with you next week
    = How do I change the name on my booking?
    = Our new number is 555 0134
    = The report covers the months from April to June
    = Is the blue one available in medium?
    = They opened a second office in Leeds
    = Just sent you a DM
    = Which terminal do I need for the flight to Rome
    = The package contains a cable, a plug and a manual
    = Your gate has been changed to B12
    = Does the ticket include a seat?
    = Nova presents its new phone in Berlin on Monday
    = I have a question about my invoice
    # plain
    + The crew went out of their way to help us
    + Works straight out of the box
    + Fits like a glove
    + Exactly as described
    + My kids can't stop playing with it
    + Delivered two days early, well packed
    + I read it in one sitting
    + Been using it daily for a year and it still runs like new
    + They refunded me the same day, no questions asked
    + Fell asleep at once, such a comfy bed
    - It fell apart after two washes
    - The box was empty
    - Nobody picks up the phone
    - They keep my money and do not reply
    - I was on hold for fifty minutes and then they hung up
    - The colour runs and it shrank
    - The pages fell out the first time I opened it
    - Two of the eggs were rotten
    - You lost my luggage and sent me from desk to desk
    - Wrong size, wrong colour, and no way to return it
    """
  static let chinese = """
    # 反话
    - 真棒，又断网了，真是太棒了
    - 呵呵，这服务真是好得很
    - 可真行，快递扔在雨里
    - 感谢贵公司让我白等一下午
    - 厉害了，刚买三天就坏
    - 你们客服真牛，一问三不知
    - 恭喜你们成功失去一个老客户
    - 谢谢你们又一次把我的订单弄丢
    - 这质量也是没谁了
    - 真会做生意，买完第二天就降价
    - 好一个极速退款，等了半个月
    - 好家伙，又涨价了，可真会过日子
    + 真棒，又拿奖了，真是太棒了
    + 感谢师傅冒雨送来，白等的时间都值了
    + 厉害了，用了三年都没坏
    + 谢谢你们又一次帮我找回丢失的订单
    + 客服真牛，几分钟就把问题解决了
    + 这味道没谁了，香得很
    # 反问与否定
    - 好用个屁
    - 信你才怪
    - 好什么好，用两天就坏
    - 这也叫五星级
    - 哪里好了，根本没看出来
    - 舒服个鬼，睡得腰疼
    - 能好吃就有鬼了
    - 这算哪门子售后
    - 便宜你妹，比别家还贵
    - 说好的包邮呢
    - 凭什么收我手续费
    - 难道这就是所谓的品质
    - 谁说好吃的，站出来
    - 快什么快，等了俩小时
    + 谁说不好吃，明明很香
    + 哪有说的那么差，挺好的
    + 怎么会不喜欢呢
    + 谁不爱呢
    # 好到不能再好
    + 不要太好用
    + 好得没话说
    + 没得挑，样样都好
    + 再好不过了
    + 好到不能再好
    + 挑不出毛病
    + 好吃到停不下来
    + 没有比这更舒服的床了
    + 简直不能更满意
    + 香得不行
    - 不要太差劲
    - 差得没话说
    - 再差不过了
    - 没有比这更糟的了
    - 难吃到吐
    - 不能再忍了
    # 后悔
    + 后悔没早点买
    + 早知道这么好就早买了
    + 只恨没有早点遇到这家店
    + 后悔没多囤几件
    + 怎么现在才发现这么好的店
    + 相见恨晚
    + 买了一点都不后悔
    - 后悔买了
    - 早知道就不买了
    - 真后悔没听劝，白花了钱
    - 悔不该贪便宜
    - 肠子都悔青了
    - 早知道就去别家了
    # 请别再
    - 能不能别再推送了
    - 请不要再给我打电话了
    - 麻烦你们别发短信了行吗
    - 拜托能不能有点诚信
    - 可不可以不要老是弹广告
    - 求你们别再改版了
    - 到底要我说几遍，别打了
    - 能不能管管你们的骑手
    = 能不能把发票寄给我
    = 请在下午给我打电话
    = 麻烦你们发一下短信
    = 可不可以换成蓝色的
    + 请不要停产，我只用这一款
    + 千万别换厨师，就爱这个味
    # 比较
    - 还不如路边摊
    - 比上次差远了
    - 不如以前
    - 没有图片上好看
    - 比别家贵一倍
    - 越做越差
    - 跟以前没法比
    - 一次不如一次
    + 比上次好多了
    + 比想象中好
    + 别家都不如这家
    + 越用越喜欢
    + 比实体店便宜一半
    + 跟专柜的没有区别
    + 一次比一次好
    + 甩别家几条街
    # 只差一点
    + 房间很舒服，要是隔音再好一点就更好了
    + 唯一的缺点就是没有电梯，其他都挺好
    + 如果能再便宜点就完美了
    + 整体不错，就是有点小
    + 小小的瑕疵，不影响使用，总的来说满意
    + 除了快递慢一点，其他都很满意
    + 建议多放点辣，味道还是很赞的
    + 美中不足是包装简单了些，东西是好东西
    - 除了位置好，其他一无是处
    - 唯一的优点就是离车站近
    - 要是真像宣传的那样就好了
    - 看着还行，穿了一次就开线
    - 希望商家讲点良心
    - 建议大家别来
    # 转折
    + 虽然等得久了点，但是味道真心好
    + 一开始还担心，收到后发现质量很好
    + 尽管房间不大，住着却很舒服
    + 贵是贵了点，不过物有所值
    + 本来没抱希望，结果出乎意料地好用
    + 外表普通，内容却十分精彩
    - 虽然便宜，但是质量太差
    - 看评价挺好的，结果大失所望
    - 味道还可以，不过等了两个钟头，饭都凉透了
    - 刚开始挺好用，没过一个月就开不了机
    - 外观漂亮，可惜不实用
    - 说得好听，做起来完全是另一回事
    # 长一些的
    + 酒店位置在市中心，楼下就是地铁。房间不大，电视也旧了点，窗外早上有点吵。但床很软，热水很足，前台小姑娘帮我们叫车又存行李，早餐花样也多。下次来还住这里。
    + 书收到了，封面有点压痕，纸也偏薄。不过翻开以后就放不下了，作者写得朴素又有力量，读到最后眼眶都湿了，已经推荐给同事。
    + 裙子比图片颜色深一点，拉链开始有些紧。穿上很显瘦，面料垂顺，洗了两次也没起球，朋友都问在哪买的。
    + 等位花了四十分钟，停车也不好停。菜一上来就觉得值了，鱼很鲜，汤很浓，服务员一直笑眯眯的，老人孩子都吃得很开心，总体非常满意。
    - 大堂装修得挺气派，前台也客气。进了房间就傻眼，地毯发霉，空调不制冷，马桶一直漏水，半夜隔壁说话听得一清二楚。要求换房说没有，第二天一早就退了。
    - 封面很漂亮，作者名气也大。内容东拼西凑，错别字一堆，翻译得像机器写的，看了三十页实在看不下去，浪费时间。
    - 颜色还可以，发货也快。可是线头到处都是，穿一次腋下就裂了，找客服说是我自己弄的，退货还要我出运费，再也不会来了。
    - 看图片很有食欲，店面也干净。端上来分量少得可怜，肉是腥的，菜是冷的，跟服务员反映还被翻白眼，一百多块吃了一肚子气。
    # 作品说的是什么
    = 这是一首悲伤的音乐
    = 一部讲述地震灾难的纪录片
    = 他在剧里演一个愤怒的父亲
    = 这本小说写的是一个失败的商人
    = 这部恐怖片下周上映
    = 歌词写的是孤独和离别
    + 很悲伤的一首歌，太好听了
    + 恐怖片里的经典，看得过瘾
    - 可悲的翻拍
    - 这部悲剧片拍得像闹剧，难看
    # 否定管到哪里
    - 我不觉得这有多好
    - 没有一个人态度好
    - 从来没有准时过
    - 并没有宣传的那么神奇
    - 算不上干净，也谈不上舒服
    - 味道没有想象中的好
    + 没有任何不满意的地方
    + 从来没让人失望过
    + 一点也不贵，也不难吃
    + 没有色差，没有异味
    + 用着不卡不烫
    + 不用担心质量
    # 程度与表情
    + 超级无敌好吃
    + 好吃哭了
    + 爱了爱了❤️
    + 稳得一批
    + 绝绝子！！
    + 👍👍👍
    - 极其难用
    - 慢成狗
    - 气到发抖
    - 无语死了🙄
    - 💩一样的体验
    - 差差差
    # 都不是
    = 请问周日几点开门？
    = 会议改到周四下午
    = 下周一发布新款手机
    = 这个有黑色的吗
    = 怎么修改收货地址
    = 公司总部位于杭州
    = 包装里有充电器、数据线和说明书
    = 快递放在门口了
    = 我在三楼等你
    = 报告涵盖四月至六月
    = 他们在成都开了第二家店
    = 请问可以开发票吗
    = 航班改到十二号登机口
    = 明天上午九点到货
    = 这款和上一款有什么区别
    = 已经私信你了
    # 平实的话
    + 鞋子很合脚，走一天不累
    + 果子个个饱满，水分很足
    + 洗完头发很柔顺，味道也好闻
    + 孩子一口气看完了
    + 安装师傅很专业，还帮忙打扫干净
    + 牛奶日期新鲜，孩子天天喝
    + 字迹清楚，纸张厚实
    + 开机只要几秒，散热也不错
    + 床品松软，一觉到天亮
    + 老牌子，一直信得过
    - 鞋底一个月就断了
    - 一箱里面烂了五个
    - 洗完头皮发痒，掉了好多头发
    - 书页掉下来了，像是盗版
    - 安装费比机器还贵
    - 牛奶胀包了，一股酸味
    - 洗一次就缩水，颜色掉得一塌糊涂
    - 风扇声音像拖拉机
    - 床单上有污渍，枕头一股烟味
    - 打了三次电话都说在路上
    """
}
